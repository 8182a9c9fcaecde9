/** What is observed, as Micrometer's meters. Labels are bounded by what this server knows, whatever callers send. */
@NullMarked
package dev.goldfish.metrics;

import org.jspecify.annotations.NullMarked;
