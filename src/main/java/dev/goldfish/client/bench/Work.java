package dev.goldfish.client.bench;

import dev.goldfish.client.GoldfishClient;
import dev.goldfish.protocol.Reply;
import dev.goldfish.protocol.Status;
import dev.goldfish.signing.CanonicalJson;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;

/**
 * What is done over and over: one request, and whatever its reply makes necessary.
 *
 * @param following what to send after a reply that is no error; empty where the work is done
 */
public record Work(Request first, Function<Reply, Optional<Request>> following) {
    /**
     * What a request asks for.
     *
     * @param args a JSON object in canonical form
     */
    public record Request(String tool, String args) {}

    /** One call of a tool. */
    public static Work call(String tool, String args) {
        return new Work(new Request(tool, args), reply -> Optional.empty());
    }

    /** One job, from its start to its end, which long polls wait for. */
    public static Work job(String tool, String args) {
        return new Work(
                new Request(tool, args),
                reply -> reply.status() == Status.DONE ? Optional.empty() : Optional.of(poll(reply)));
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
