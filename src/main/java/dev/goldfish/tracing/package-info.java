/** What belongs together across replicas, as OpenTelemetry's spans. Quarkus itself traces calls and round trips to Redis. */
@NullMarked
package dev.goldfish.tracing;

import org.jspecify.annotations.NullMarked;
