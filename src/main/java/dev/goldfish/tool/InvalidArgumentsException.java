package dev.goldfish.tool;

import java.util.List;
import java.util.stream.Collectors;

/** Arguments that break a rule. The message lists path and rule of each violation, never a value. */
public final class InvalidArgumentsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** For example {@code "numbers", "the total must be finite"}. */
    public InvalidArgumentsException(String path, String rule) {
        this(List.of(path + ": " + rule), false);
    }

    /** @param more whether there are, or may be, others */
    InvalidArgumentsException(List<String> violations, boolean more) {
        super(
                violations.stream().sorted().collect(Collectors.joining("; ")) + (more ? "; and more" : ""),
                null,
                false,
                false);
    }
}
