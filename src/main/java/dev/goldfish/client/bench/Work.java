package dev.goldfish.client.bench;

import dev.goldfish.client.GoldfishClient;
import dev.goldfish.protocol.Reply;
import dev.goldfish.protocol.Status;
import dev.goldfish.signing.CanonicalJson;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What is done over and over: one request, and whatever its reply makes necessary. */
public interface Work {
    /**
     * What a request asks for.
     *
     * @param args a JSON object in canonical form
     */
    record Request(String tool, String args) {}

    Request first();

    /** What to send after a reply that is no error, or null where the work is done. */
    @Nullable
    Request next(Reply reply);

    /** One call of a tool. */
    static Work call(String tool, String args) {
        return new Work() {
            private final Request request = new Request(tool, args);

            @Override
            public Request first() {
                return request;
            }

            @Override
            public @Nullable Request next(Reply reply) {
                return null;
            }
        };
    }

    /** One job, from its start to its end, which long polls wait for. */
    static Work job(String tool, String args) {
        return new Work() {
            private final Request start = new Request(tool, args);

            @Override
            public Request first() {
                return start;
            }

            @Override
            public @Nullable Request next(Reply reply) {
                return reply.status() == Status.DONE ? null : poll(reply);
            }
        };
    }

    private static Request poll(Reply reply) {
        byte[] result = String.valueOf(reply.result()).getBytes(StandardCharsets.ISO_8859_1);
        String jobId = CanonicalJson.parse(result).members().get("job_id");
        if (jobId == null) {
            throw new IllegalArgumentException("the reply names no job");
        }
        return new Request(
                "poll_job", "{\"job_id\":" + jobId + ",\"wait_ms\":" + GoldfishClient.MAX_WAIT.toMillis() + "}");
    }
}
