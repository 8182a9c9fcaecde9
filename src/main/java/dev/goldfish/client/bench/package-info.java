/** A load generator: one thread, many connections, and latencies that count from when a call was due. */
@NullMarked
package dev.goldfish.client.bench;

import org.jspecify.annotations.NullMarked;
