package dev.goldfish.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.goldfish.access.Door;
import dev.goldfish.protocol.Envelope;
import dev.goldfish.server.RawConnection;
import dev.goldfish.server.TestCaller;
import dev.goldfish.signing.EnvelopeCodec;
import dev.goldfish.signing.SignedEnvelope;
import dev.goldfish.signing.SigningKey;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Who sends a bad signature cannot tell by the time of the answer whether the client exists, is disabled, or has one
 * secret or several, nor how much of the signature was right. Samples are taken in turns, so that what disturbs the
 * machine disturbs all alike. The yardstick is the time that one HMAC more would take.
 */
@Tag("quiet-machine")
class DoorTimingTest {
    private static final int WARM_UP = 2_000;
    private static final int SAMPLES = 5_000;
    private static final int CALLS_PER_SAMPLE = 8;
    private static final SigningKey KEY = SigningKey.of("some-secret-of-the-usual-length-");

    private final Door door = DoorSetup.door(DoorSetup.memory(), Clock.systemUTC());

    @Test
    void anUnknownClientTakesAsLongAsABadSignature() {
        assertAlike(forged("client-001"), forged("client-999"));
    }

    @Test
    void aDisabledClientTakesAsLongAsABadSignature() {
        assertAlike(forged("client-001"), envelope("disabled-1", "client_secret_key_disabled"));
    }

    @Test
    void aClientOfSeveralSecretsTakesAsLongAsOneOfOne() {
        assertAlike(forged("client-001"), forged("rotating-1"));
    }

    @Test
    void aSignatureThatIsNearlyRightTakesAsLongAsOneThatIsNot() {
        Envelope good = envelope("client-001", "client_secret_key_456");
        String signature = good.signature();
        String end = signature.endsWith("0") ? "1" : "0";
        String start = signature.startsWith("0") ? "1" : "0";

        assertAlike(good.signed(start + signature.substring(1)), good.signed(signature.substring(0, 63) + end));
    }

    private void assertAlike(Envelope one, Envelope other) {
        byte[] signed = EnvelopeCodec.signedForm(one);
        double[] nanos = medians(List.of(() -> admit(one), () -> admit(other), () -> {
            admit(one);
            KEY.sign(signed);
        }));

        double hmac = nanos[2] - nanos[0];
        assertThat(hmac).as("what one HMAC more takes, in ns").isPositive();
        assertThat(Math.abs(nanos[1] - nanos[0]))
                .as("difference in ns, of %s", Arrays.toString(nanos))
                .isLessThan(hmac / 2);
    }

    private void admit(Envelope envelope) {
        door.admit(SignedEnvelope.of(envelope), "127.0.0.1")
                .toCompletableFuture()
                .join();
    }

    private static Envelope forged(String clientId) {
        return envelope(clientId, "not-the-secret-at-all");
    }

    private static Envelope envelope(String clientId, String secret) {
        TestCaller caller = new TestCaller(clientId, secret);
        return EnvelopeCodec.read(RawConnection.utf8(caller.signed(caller.envelope(Callers.TOOL, Callers.ARGS))))
                .envelope();
    }

    /** What one call of each kind takes. */
    private static double[] medians(List<Runnable> kinds) {
        double[][] times = new double[kinds.size()][SAMPLES];
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, kinds.size()).boxed().toList());
        Random random = new Random(42);
        for (int i = -WARM_UP; i < SAMPLES; i++) {
            Collections.shuffle(order, random);
            for (int kind : order) {
                Runnable call = kinds.get(kind);
                long began = System.nanoTime();
                for (int repeat = 0; repeat < CALLS_PER_SAMPLE; repeat++) {
                    call.run();
                }
                times[kind][Math.max(i, 0)] = (double) (System.nanoTime() - began) / CALLS_PER_SAMPLE;
            }
        }
        return Arrays.stream(times)
                .mapToDouble(samples -> Arrays.stream(samples).sorted().toArray()[SAMPLES / 2])
                .toArray();
    }
}
