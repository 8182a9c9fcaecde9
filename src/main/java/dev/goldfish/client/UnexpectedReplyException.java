package dev.goldfish.client;

/** A verified reply that is no answer to what was asked, such as a start of a tool that starts no job. */
public final class UnexpectedReplyException extends GoldfishException {
    private static final long serialVersionUID = 1L;

    private final transient Answer answer;

    UnexpectedReplyException(String message, String requestId, Answer answer) {
        super(message, requestId, null);
        this.answer = answer;
    }

    public Answer answer() {
        return answer;
    }
}
