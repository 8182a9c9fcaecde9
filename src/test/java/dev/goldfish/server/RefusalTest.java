package dev.goldfish.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each refusal of the protocol between the body and the tool, made by a real request and answered with a signed reply. */
@QuarkusTest
@TestProfile(ClientsProfile.class)
class RefusalTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LIMIT = 256 * 1024;
    private static final String SUM = "{\"numbers\":[10,20,30]}";

    @Inject
    Redis redis;

    @Test
    void aBodyOfTheLimitIsRead() {
        TestCaller.post(padded(signedSum(), LIMIT)).is(200, "ok");
    }

    @Test
    void aBodyOverTheLimitIsTooLarge() {
        assertThat(TestCaller.post(padded(signedSum(), LIMIT + 1))
                        .refused(413, "too large: the limit is 262144 bytes")
                        .requestId())
                .isEmpty();
    }

    @Test
    void aBodyThatDoesNotSayItsLengthIsCountedWhileItIsRead() {
        byte[] body = padded(signedSum(), LIMIT + 1).getBytes(StandardCharsets.UTF_8);

        TestCaller.post(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body, 0, LIMIT)))
                .is(200, "ok");
        TestCaller.post(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)))
                .refused(413, "too large: the limit is 262144 bytes");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "application/json;charset=utf-8",
                "application/json; charset=UTF-8",
                "application/json; charset=\"utf-8\"",
                "Application/JSON",
            })
    void jsonInUtf8IsSupported(String type) {
        TestCaller.post(signedSum(), "Content-Type", type).is(200, "ok");
    }

    @Test
    void aBodyWithoutAMediaTypeIsUnsupported() {
        HttpRequest request = HttpRequest.newBuilder(TestCaller.uri("/call"))
                .POST(BodyPublishers.ofString(signedSum()))
                .build();

        assertThat(TestCaller.asStranger(request).is(415, "error").error()).startsWith("unsupported media type");
    }

    @Test
    void aBodyEncodedAsItselfIsSupported() {
        TestCaller.post(signedSum(), "Content-Encoding", "identity").is(200, "ok");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/html", "application/xml", "image/*;q=0.5"})
    void whateverTheCallerAcceptsTheAnswerIsASignedReply(String accept) {
        TestCaller.post(signedSum(), "Accept", accept).is(200, "ok");
    }

    @Test
    void aSignatureMustBeRightToTheLastBit() throws Exception {
        ObjectNode envelope = sum();
        String good = TestCaller.FIRST.signature(envelope);
        String otherDigit = good.endsWith("0") ? "1" : "0";
        for (String wrong : List.of(
                "",
                "0".repeat(64),
                good.substring(0, 63) + otherDigit,
                good.substring(1),
                good + "00",
                "z".repeat(64),
                "ä".repeat(64),
                "hunter2")) {
            Answer answer = TestCaller.post(
                            envelope.deepCopy().put("signature", wrong).toString())
                    .refused(401, "bad signature");

            assertThat(answer.requestId()).isEqualTo(envelope.path("request_id").textValue());
        }
    }

    @Test
    void upperCaseHexIsNoSignature() {
        ObjectNode envelope = sum();
        String upper = TestCaller.FIRST.signature(envelope).toUpperCase(Locale.ROOT);

        TestCaller.post(envelope.put("signature", upper).toString()).refused(401, "bad signature");
    }

    @Test
    void everySignedFieldIsCovered() throws Exception {
        for (String field : List.of("request_id", "client_id", "server_id", "tool", "nonce")) {
            ObjectNode envelope = (ObjectNode) JSON.readTree(signedSum());
            TestCaller.post(envelope.put(field, "client-002").toString()).refused(401, "bad signature");
        }
        ObjectNode envelope = (ObjectNode) JSON.readTree(signedSum());
        TestCaller.post(envelope.put("ts_ms", envelope.path("ts_ms").longValue() + 1)
                        .toString())
                .refused(401, "bad signature");
        TestCaller.post(signedSum().replace("[10,20,30]", "[10,20,30.0]")).refused(401, "bad signature");
    }

    @Test
    void eachSecretOfAClientSigns() {
        new TestCaller("rotating", "client_secret_key_old")
                .call("batch_sum", SUM)
                .is(200, "ok");
        new TestCaller("rotating", "client_secret_key_new")
                .call("batch_sum", SUM)
                .is(200, "ok");
    }

    @ParameterizedTest
    @CsvSource({"-301", "301", "-86400", "86400"})
    void aMessageOutsideTheTimeWindowIsStale(long seconds) {
        TestCaller.FIRST.send(at(seconds)).refused(401, "stale timestamp");
    }

    @ParameterizedTest
    @CsvSource({"-290", "290"})
    void aMessageInsideTheTimeWindowIsNot(long seconds) {
        TestCaller.FIRST.send(at(seconds)).is(200, "ok");
    }

    @Test
    void theFarthestTimesAreStale() {
        TestCaller.FIRST.send(sum().put("ts_ms", 0)).refused(401, "stale timestamp");
        TestCaller.FIRST.send(sum().put("ts_ms", 999_999_999_999_999_999L)).refused(401, "stale timestamp");
    }

    @Test
    void ofFiftyCopiesAtOnceOneIsTaken() {
        ObjectNode envelope = sum();

        List<CompletableFuture<Answer>> copies = IntStream.range(0, 50)
                .mapToObj(i -> TestCaller.FIRST.sendAsync(envelope))
                .toList();
        List<Integer> statuses =
                copies.stream().map(TestCaller::join).map(Answer::http).sorted().toList();

        assertThat(statuses)
                .containsExactlyElementsOf(
                        Stream.concat(Stream.of(200), IntStream.range(0, 49).mapToObj(i -> 409))
                                .toList());
    }

    @Test
    void aNonceIsSpentEvenWhereTheArgumentsAreInvalid() {
        ObjectNode invalid = TestCaller.FIRST.envelope("batch_sum", "{}");
        ObjectNode valid = sum();
        valid.set("nonce", invalid.get("nonce"));

        TestCaller.FIRST.send(invalid).is(422, "error");
        TestCaller.FIRST.send(valid).refused(409, "replayed nonce");
    }

    @Test
    void grantedToolsAreNamesAndGlobs() {
        TestCaller.LIMITED.call("batch_sum", SUM).is(200, "ok");
        TestCaller.LIMITED.call("poll_job", "{\"job_id\":\"x\"}").refused(404, "unknown job");
        TestCaller.LIMITED.call("cancel_job", "{\"job_id\":\"x\"}").refused(404, "unknown tool");
    }

    @Test
    void aBadSignatureWritesNothing() throws Exception {
        Set<String> before = keys();
        TestCaller.post(sum().put("signature", "0".repeat(64)).toString()).refused(401, "bad signature");
        TestCaller.post(new TestCaller("nobody", "x").signed(sum())).refused(401, "bad signature");
        TestCaller.post("{}").is(400, "error");
        TestCaller.post("", "Content-Type", "text/plain").is(415, "error");

        assertThat(before).containsAll(keys());
    }

    @Test
    void aGoodOneWritesItsNonce() throws Exception {
        Set<String> before = keys();
        TestCaller.FIRST.call("batch_sum", SUM).is(200, "ok");

        Set<String> written = keys();
        written.removeAll(before);
        assertThat(written).hasSize(1).allMatch(key -> key.contains(":nonce:"));
    }

    /** The faults in the order in which they are looked for. */
    private enum Fault {
        SIZE("too large"),
        UTF_8("bad envelope: not UTF-8"),
        JSON("bad envelope: more than one JSON value"),
        SHAPE("bad envelope: an unknown field"),
        SIGNATURE("bad signature"),
        SERVER_ID("wrong server"),
        TIME("stale timestamp"),
        NONCE("replayed nonce"),
        TOOL("unknown tool"),
        ARGUMENTS("invalid arguments");

        private final String error;

        Fault(String error) {
            this.error = error;
        }
    }

    @ParameterizedTest
    @EnumSource
    void theFirstOfAllFaultsIsAnswered(Fault first) throws Exception {
        ObjectNode spent = sum();
        TestCaller.FIRST.send(spent).is(200, "ok");
        ObjectNode envelope = TestCaller.FIRST.envelope("batch_sum", "{\"other\":1}");
        if (first.compareTo(Fault.TOOL) <= 0) {
            envelope.put("tool", "no_such_tool");
        }
        if (first.compareTo(Fault.NONCE) <= 0) {
            envelope.set("nonce", spent.get("nonce"));
        }
        if (first.compareTo(Fault.TIME) <= 0) {
            envelope.put("ts_ms", 1);
        }
        if (first.compareTo(Fault.SERVER_ID) <= 0) {
            envelope.put("server_id", "another");
        }
        if (first.compareTo(Fault.SIGNATURE) <= 0) {
            envelope.put("signature", "0".repeat(64));
        } else {
            envelope.put("signature", TestCaller.FIRST.signature(envelope));
        }
        if (first.compareTo(Fault.SHAPE) <= 0) {
            envelope.put("unknown", 1);
        }
        String body = envelope.toString();
        if (first.compareTo(Fault.JSON) <= 0) {
            body += " {}";
        }
        if (first.compareTo(Fault.UTF_8) <= 0) {
            body += "\u00ff";
        }
        if (first == Fault.SIZE) {
            body = padded(body, LIMIT + 1);
        }

        Answer answer = TestCaller.post(body.getBytes(StandardCharsets.ISO_8859_1));

        assertThat(answer.error()).startsWith(first.error);
    }

    private Set<String> keys() throws Exception {
        Set<String> keys = new HashSet<>();
        redis.send(Request.cmd(Command.KEYS).arg("*"))
                .toCompletionStage()
                .toCompletableFuture()
                .get()
                .forEach(key -> keys.add(key.toString()));
        return keys;
    }

    private static ObjectNode sum() {
        return TestCaller.FIRST.envelope("batch_sum", SUM);
    }

    private static ObjectNode at(long secondsFromNow) {
        return sum().put(
                        "ts_ms",
                        System.currentTimeMillis()
                                + Duration.ofSeconds(secondsFromNow).toMillis());
    }

    private static String signedSum() {
        return TestCaller.FIRST.signed(sum());
    }

    private static String padded(String text, int length) {
        return text + " ".repeat(length - text.length());
    }
}
