package dev.goldfish.tool;

import java.util.List;

/** Arguments that break a rule. The message lists path and rule of each violation, never a value. */
public final class InvalidArgumentsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** For example {@code "numbers", "the total must be finite"}. */
    public InvalidArgumentsException(String path, String rule) {
        this(List.of(path + ": " + rule));
    }

    InvalidArgumentsException(List<String> violations) {
        super(String.join("; ", violations), null, false, false);
    }
}
