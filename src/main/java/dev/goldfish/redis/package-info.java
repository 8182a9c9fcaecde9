/** Redis adapters for the ports of the other packages. One Lua file per transition of a job. */
@NullMarked
package dev.goldfish.redis;

import org.jspecify.annotations.NullMarked;
