package dev.goldfish.tool;

/** A tool's failure with a message that the caller may see, as {@code tool failed: <message>}. */
public class ToolException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ToolException(String message) {
        super(message);
    }

    public ToolException(String message, Throwable cause) {
        super(message, cause);
    }
}
