/** The command line: plain picocli on top of the client, one file per command. */
@NullMarked
package dev.goldfish.client.cli;

import org.jspecify.annotations.NullMarked;
