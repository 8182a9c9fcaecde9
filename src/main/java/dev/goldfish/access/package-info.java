/** Who may call: clients and their keys, the time window, spent nonces. */
@NullMarked
package dev.goldfish.access;

import org.jspecify.annotations.NullMarked;
