/** The composition root: the main class and the wiring of configuration. Nothing imports it. */
@NullMarked
package dev.goldfish;

import org.jspecify.annotations.NullMarked;
