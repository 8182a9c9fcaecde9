package dev.goldfish.client.bench;

import java.time.Duration;

/**
 * How far a run is; the counts include its warm-up.
 *
 * @param elapsed since the first piece of work became due
 */
public record Progress(boolean warmingUp, Duration elapsed, long succeeded, long failed) {}
