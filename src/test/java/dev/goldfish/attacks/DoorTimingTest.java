package dev.goldfish.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.goldfish.access.Door;
import dev.goldfish.protocol.Envelope;
import dev.goldfish.server.TestCaller;
import dev.goldfish.signing.EnvelopeCodec;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Who sends a bad signature cannot tell by the time of the answer whether the client exists, is disabled, or has one
 * secret or several, nor how much of the signature was right. Samples are taken in turns, so that what disturbs the
 * machine disturbs all alike; compared is how often one kind is slower than another, of all pairs of samples
 * (Mann-Whitney).
 */
@Tag("quiet-machine")
class DoorTimingTest {
    private static final int WARM_UP = 2_000;
    private static final int SAMPLES = 6_000;
    private static final int CALLS_PER_SAMPLE = 8;
    /** 0.5 is no difference. One HMAC more among some, which a test below adds, is beyond 0.7. */
    private static final double BOUND = 0.06;

    private final Door door = DoorSetup.door(DoorSetup.memory(), Clock.systemUTC());

    @Test
    void anUnknownClientTakesAsLongAsABadSignature() {
        assertAlike(forged("client-001"), forged("client-999"));
    }

    @Test
    void aDisabledClientTakesAsLongAsABadSignature() {
        assertAlike(forged("client-001"), envelope("disabled01", "client_secret_key_disabled"));
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

    /** The method sees what it is to see. */
    @Test
    void oneHmacMoreWouldShow() {
        Envelope forged = forged("client-001");
        byte[] signed = EnvelopeCodec.signedForm(forged);

        double slower = slower(() -> admit(forged), () -> {
            admit(forged);
            TestCaller.hmac(TestCaller.SERVER_SECRET, new String(signed, StandardCharsets.US_ASCII));
        });

        assertThat(slower).isGreaterThan(0.7);
    }

    private void assertAlike(Envelope one, Envelope other) {
        double slower = slower(() -> admit(one), () -> admit(other));

        assertThat(slower).as("how often the other is slower").isBetween(0.5 - BOUND, 0.5 + BOUND);
    }

    private void admit(Envelope envelope) {
        door.admit(envelope, "127.0.0.1").await().indefinitely();
    }

    private static Envelope forged(String clientId) {
        return envelope(clientId, "not-the-secret-at-all");
    }

    private static Envelope envelope(String clientId, String secret) {
        TestCaller caller = new TestCaller(clientId, secret);
        return EnvelopeCodec.read(RawConnection.utf8(caller.signed(caller.envelope(Callers.TOOL, Callers.ARGS))));
    }

    /** The probability that the other takes longer than the one. */
    private static double slower(Runnable one, Runnable other) {
        Random random = new Random(42);
        List<Runnable> both = new ArrayList<>(List.of(one, other));
        double[][] times = new double[2][SAMPLES];
        for (int i = -WARM_UP; i < SAMPLES; i++) {
            Collections.shuffle(both, random);
            for (Runnable run : both) {
                long began = System.nanoTime();
                for (int call = 0; call < CALLS_PER_SAMPLE; call++) {
                    run.run();
                }
                times[run == one ? 0 : 1][Math.max(i, 0)] = System.nanoTime() - began;
            }
        }
        Arrays.sort(times[0]);
        double wins = 0;
        for (double time : times[1]) {
            wins += (below(times[0], time) + below(times[0], Math.nextUp(time))) / 2.0;
        }
        return wins / SAMPLES / SAMPLES;
    }

    /** How many of the sorted values are below a bound. */
    private static int below(double[] sorted, double bound) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] < bound) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
