/** What is noted of each call, and where. */
@NullMarked
package dev.goldfish.audit;

import org.jspecify.annotations.NullMarked;
