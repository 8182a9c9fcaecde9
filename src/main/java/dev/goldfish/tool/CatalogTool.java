package dev.goldfish.tool;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One tool as the server knows it.
 *
 * @param nonBlocking whether it is a {@link Tool} that runs on the event loop all the same
 * @param cost how many calls one call of it counts as against its client's rate
 * @param maxRuntime how long a job of it may live; null for the server's default
 * @param stallTimeout after how long without progress a job of it is stopped; null for never
 * @param inputSchema JSON Schema 2020-12 of the arguments
 * @param outputSchema JSON Schema 2020-12 of the result
 * @param bean the tool itself, of the interface that {@code kind} names
 */
public record CatalogTool(
        String name,
        String description,
        ToolKind kind,
        boolean idempotent,
        boolean nonBlocking,
        int cost,
        @Nullable Duration maxRuntime,
        @Nullable Duration stallTimeout,
        JavaType inputType,
        JsonNode inputSchema,
        JsonNode outputSchema,
        Object bean) {}
