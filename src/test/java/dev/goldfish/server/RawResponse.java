package dev.goldfish.server;

import java.util.Map;

/**
 * What came back on a raw connection.
 *
 * @param headers by their names in lower case
 */
public record RawResponse(int status, Map<String, String> headers, byte[] body) {
    /** The body as a reply of the protocol, which must be signed under the server's secret. */
    public Answer answer() {
        return answer(TestCaller.SERVER_SECRET);
    }

    /** The same, which must be signed for this caller where it is no refusal of a stranger. */
    public Answer answerOf(TestCaller caller) {
        return answer(status == 200 || status == 409 || status == 429 ? caller.replyKey() : TestCaller.SERVER_SECRET);
    }

    public Answer answer(byte[] key) {
        return Answer.checked(
                status, headers.getOrDefault("content-type", ""), headers.getOrDefault("retry-after", ""), body, key);
    }
}
