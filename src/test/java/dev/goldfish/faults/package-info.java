/** Real replicas and a real Redis as processes of their own, and what happens to jobs when they are killed, frozen or cut off. */
@NullMarked
package dev.goldfish.faults;

import org.jspecify.annotations.NullMarked;
