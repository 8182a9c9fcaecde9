/** What the author of a tool sees, and the catalogue that finds, describes and feeds tools. */
@NullMarked
package dev.goldfish.tool;

import org.jspecify.annotations.NullMarked;
