package dev.goldfish.signing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Two ways to the canonical form agree: what one refuses the other refuses, and what both accept is the same text. */
class CanonicalizerComparisonTest {
    private static final int MUTATIONS = 300_000;
    /** What grammar and encoding turn on. */
    private static final byte[] TELLING =
            "{}[]\",:\\/u0019aAdDeEfF+-. \t\n\r\b\f'\u007f".getBytes(StandardCharsets.US_ASCII);

    private static final List<String> SEEDS = List.of(
            "{\"v\":\"mcp/0.1\",\"request_id\":\"r\",\"args\":{\"b\":[1.50,-0.0,1e400],\"a\":\"\\u00e9\\ud83d\\ude00\"}}",
            "{\"\\u0061\":1,\"b\":2,\"\u00e9\":3,\"\ud83d\ude00\":4,\"\uffee\":5,\"\":6,\"a b\":7}",
            "[0,-0,0.0,-0.0,1.0,10.0,1.10,0.0001,0.00001,123456789012345.5,1234567890123456.5,1e16,1E-5,5e-324]",
            "[true,false,null,[],{},[[]],{\"a\":{}},\"\",\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"]",
            " {\t\"a\" :\r[ 1 ,\n2 ] } ");

    @Test
    void agreeOnMutatedMessages() throws IOException {
        Random random = new Random(20_261_123);
        List<byte[]> seeds = new ArrayList<>();
        SEEDS.forEach(seed -> seeds.add(seed.getBytes(StandardCharsets.UTF_8)));
        seeds.addAll(vectors());
        for (int i = 0; i < MUTATIONS; i++) {
            agree(mutated(seeds.get(random.nextInt(seeds.size())), random));
        }
    }

    private static byte[] mutated(byte[] seed, Random random) {
        byte[] bytes = seed.clone();
        for (int changes = 1 + random.nextInt(3); changes > 0 && bytes.length > 0; changes--) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(4)) {
                case 0 -> bytes[at] = (byte) random.nextInt(256);
                case 1 -> bytes[at] = TELLING[random.nextInt(TELLING.length)];
                case 2 -> bytes = Arrays.copyOf(bytes, at);
                default -> {
                    int to = Math.min(bytes.length, at + random.nextInt(8));
                    byte[] twice = Arrays.copyOf(bytes, bytes.length + to - at);
                    System.arraycopy(bytes, at, twice, to, bytes.length - at);
                    bytes = twice;
                }
            }
        }
        return bytes;
    }

    private static List<byte[]> vectors() throws IOException {
        ObjectMapper json = new ObjectMapper();
        try (InputStream in = CanonicalizerComparisonTest.class.getResourceAsStream("canonical.jsonl")) {
            List<byte[]> inputs = new ArrayList<>();
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                String input = json.readTree(line).path("json_in").asText("");
                if (input.length() < 2_000) {
                    inputs.add(input.getBytes(StandardCharsets.UTF_8));
                }
            }
            return inputs;
        }
    }

    @Property(tries = 20_000)
    void agreeOnDecimals(@ForAll("decimals") String decimal) {
        agree(decimal.getBytes(StandardCharsets.US_ASCII));
    }

    @Provide
    Arbitrary<String> decimals() {
        Arbitrary<String> digits =
                Arbitraries.strings().numeric().ofMinLength(1).ofMaxLength(19);
        Arbitrary<String> zeros = Arbitraries.of("", "0", "00", "000", "0000");
        return Combinators.combine(
                        Arbitraries.of("", "-"), Arbitraries.oneOf(Arbitraries.of("0"), digits), zeros, digits, zeros)
                .as((sign, whole, leading, fraction, trailing) -> sign + whole + "." + leading + fraction + trailing);
    }

    private static void agree(byte[] bytes) {
        assertThat(ours(bytes))
                .as(() -> new String(bytes, StandardCharsets.ISO_8859_1))
                .isEqualTo(theirs(bytes));
    }

    private static @Nullable String ours(byte[] bytes) {
        try {
            return CanonicalJson.parse(bytes).text();
        } catch (MalformedJsonException e) {
            return null;
        }
    }

    private static @Nullable String theirs(byte[] bytes) {
        try {
            return CanonicalByJackson.of(bytes);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
