/** The recipes of the page "Signing in other languages", run by the interpreters that are on this machine. */
@NullMarked
package dev.goldfish.recipes;

import org.jspecify.annotations.NullMarked;
