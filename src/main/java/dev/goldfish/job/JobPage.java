package dev.goldfish.job;

import java.util.List;

/**
 * Some of a client's jobs, newest first.
 *
 * @param nextCursor where the next page starts; empty at the end
 */
public record JobPage(List<Job> jobs, String nextCursor) {}
