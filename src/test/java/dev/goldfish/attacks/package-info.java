/** Attacks on a running server, over sockets that send any bytes; and what must hold beside the right answer. */
package dev.goldfish.attacks;
