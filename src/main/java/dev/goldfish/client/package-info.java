/** The client: a Java API that needs no container, and the command line on top of it. */
@NullMarked
package dev.goldfish.client;

import org.jspecify.annotations.NullMarked;
