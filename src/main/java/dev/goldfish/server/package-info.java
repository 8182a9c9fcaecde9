/** HTTP: reads and verifies envelopes, answers with signed replies. No business logic. */
@NullMarked
package dev.goldfish.server;

import org.jspecify.annotations.NullMarked;
