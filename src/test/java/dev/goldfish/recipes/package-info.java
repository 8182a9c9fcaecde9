/** The recipes of the page "Signing in other languages", run by the interpreters that are on this machine. */
package dev.goldfish.recipes;
