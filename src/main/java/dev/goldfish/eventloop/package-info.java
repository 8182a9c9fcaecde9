/** What costs little because it stays on one event loop. */
@NullMarked
package dev.goldfish.eventloop;

import org.jspecify.annotations.NullMarked;
