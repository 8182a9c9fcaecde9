package dev.goldfish.tool;

/** Writes what a tool returned as JSON in canonical form. */
@FunctionalInterface
public interface ResultWriter {
    /** Throws where the value cannot be written, for example a number that is not finite. */
    String write(Object value);
}
