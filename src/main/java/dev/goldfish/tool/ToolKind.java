package dev.goldfish.tool;

/** How a tool runs. */
public enum ToolKind {
    BLOCKING,
    REACTIVE,
    JOB
}
