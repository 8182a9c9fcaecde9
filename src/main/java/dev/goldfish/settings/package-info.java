/** How settings are written, and within which bounds. Converters refuse nothing, so that one start reports all that is wrong. */
@NullMarked
package dev.goldfish.settings;

import org.jspecify.annotations.NullMarked;
