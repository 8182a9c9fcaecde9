package dev.goldfish.bench;

import dev.goldfish.protocol.Envelope;
import dev.goldfish.signing.EnvelopeCodec;
import dev.goldfish.signing.Signer;
import java.util.Random;
import java.util.StringJoiner;

/** Calls of {@code batch_sum} of any size, made by the project's own codec. */
final class SignedCall {
    static final String SERVER_ID = "mcp-server-001";
    static final String CLIENT_ID = "client-001";

    private SignedCall() {}

    /** A signed envelope that takes about so many bytes in canonical form. */
    static Envelope of(int bytes, Signer key) {
        int overhead = EnvelopeCodec.write(signed("[]", key)).length;
        return signed(numbers(bytes - overhead), key);
    }

    private static Envelope signed(String numbers, Signer key) {
        Envelope envelope = new Envelope(
                "6f1c0a52e7d94b1f8a3c5d7e90b2f416",
                System.currentTimeMillis(),
                CLIENT_ID,
                SERVER_ID,
                "batch_sum",
                "{\"numbers\":" + numbers + "}",
                "c3b1d60f4e2a48979d5c1b7e3f8a6d20",
                "");
        return EnvelopeCodec.sign(envelope, key);
    }

    /** Integers and amounts with two decimals, in turn: the same in every run. */
    private static String numbers(int length) {
        Random random = new Random(1);
        StringJoiner numbers = new StringJoiner(",", "[", "]");
        while (numbers.length() < length) {
            int cents = 10_001 + 2 * random.nextInt(1_000_000);
            numbers.add(Integer.toString(random.nextInt(100_000)));
            numbers.add(Double.toString(cents / 100.0));
        }
        return numbers.toString();
    }
}
