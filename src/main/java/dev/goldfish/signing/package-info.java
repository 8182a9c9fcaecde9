/** The canonical form of JSON and the signatures over it. No CDI, no HTTP. */
@NullMarked
package dev.goldfish.signing;

import org.jspecify.annotations.NullMarked;
