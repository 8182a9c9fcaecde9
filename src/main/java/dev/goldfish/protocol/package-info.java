/** The wire: one signed envelope in, one signed reply out. See the protocol page of the site. */
@NullMarked
package dev.goldfish.protocol;

import org.jspecify.annotations.NullMarked;
