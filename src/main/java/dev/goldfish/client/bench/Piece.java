package dev.goldfish.client.bench;

/**
 * One piece of work that is being done.
 *
 * @param name its request id, but for what tells apart the requests of a piece
 * @param due when it ought to have been sent, of {@link System#nanoTime}
 * @param measured false in the warm-up
 */
record Piece(String name, long due, boolean measured) {}
