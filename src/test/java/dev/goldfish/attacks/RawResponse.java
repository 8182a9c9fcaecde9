package dev.goldfish.attacks;

import dev.goldfish.server.Answer;
import dev.goldfish.server.TestCaller;
import java.util.Map;

/**
 * What came back on a raw connection.
 *
 * @param headers by their names in lower case
 */
record RawResponse(int status, Map<String, String> headers, byte[] body) {
    /** The body as a reply of the protocol, which must be signed under the server's secret. */
    Answer answer() {
        return answer(TestCaller.SERVER_SECRET);
    }

    /** The same, which must be signed for this caller where it is no refusal of a stranger. */
    Answer answerOf(TestCaller caller) {
        return answer(status == 200 || status == 409 || status == 429 ? caller.replyKey() : TestCaller.SERVER_SECRET);
    }

    Answer answer(byte[] key) {
        return Answer.checked(
                status, headers.getOrDefault("content-type", ""), headers.getOrDefault("retry-after", ""), body, key);
    }
}
