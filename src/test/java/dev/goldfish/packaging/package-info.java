/** Packages of Quarkus that are not the production package: the server with further tools, and what it is compared with. */
@NullMarked
package dev.goldfish.packaging;

import org.jspecify.annotations.NullMarked;
