package dev.goldfish.job;

/** Names a job. Its owner belongs to the name: another client's reference finds nothing. */
public record JobRef(String clientId, String jobId) {}
