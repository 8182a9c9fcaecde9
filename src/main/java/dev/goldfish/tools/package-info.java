/** The built-in tools. Each is one file that can be copied as a start for your own. */
@NullMarked
package dev.goldfish.tools;

import org.jspecify.annotations.NullMarked;
