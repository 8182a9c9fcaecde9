package dev.goldfish.signing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class CanonicalJsonPropertyTest {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS)
            .build();

    // The edge cases of nested containers multiply; the generators meet single ones often enough.
    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void canonicalisingIsIdempotentAndKeepsTheValue(@ForAll("json") Object value) throws IOException {
        byte[] input = JSON.writeValueAsBytes(value);

        String once = CanonicalJson.parse(input).text();

        assertThat(CanonicalJson.parse(bytes(once)).text()).isEqualTo(once);
        assertThat(read(once)).isEqualTo(read(new String(input, StandardCharsets.UTF_8)));
        assertThat(once).matches("[ -~]*");
    }

    @Property
    void noBytesBringMoreThanARefusal(@ForAll byte[] anything) {
        try {
            CanonicalJson.parse(anything);
        } catch (MalformedJsonException refused) {
            assertThat(refused.getMessage()).isNotEmpty();
        }
    }

    @Property
    void aFloatKeepsItsValueAndItsShortestDigits(@ForAll long bits) {
        double value = Double.longBitsToDouble(bits);
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return;
        }
        String repr = PythonFloat.repr(value);

        assertThat(Double.doubleToRawLongBits(Double.parseDouble(repr))).isEqualTo(bits);
        assertThat(repr).matches("-?\\d+\\.\\d+|-?\\d(\\.\\d+)?e[+-]\\d{2,3}");
        assertThat(repr.length()).isLessThanOrEqualTo(24);
    }

    @Provide
    Arbitrary<Object> json() {
        Arbitrary<String> text = Arbitraries.strings()
                .withCharRange('\0', Character.MAX_VALUE)
                .ofMaxLength(8)
                .map(CanonicalJsonPropertyTest::withoutLoneSurrogates);
        Arbitrary<Object> leaf = Arbitraries.oneOf(
                text.map(Object.class::cast),
                Arbitraries.doubles().map(Object.class::cast),
                Arbitraries.bigIntegers()
                        .between(BigInteger.TEN.pow(60).negate(), BigInteger.TEN.pow(60))
                        .map(Object.class::cast),
                Arbitraries.of(true, false).map(Object.class::cast));
        return Arbitraries.recursive(
                () -> leaf,
                inner -> Arbitraries.oneOf(
                        inner.list().ofMaxSize(4).map(Object.class::cast),
                        Arbitraries.maps(text, inner).ofMaxSize(5).map(Object.class::cast)),
                0,
                3);
    }

    private static String withoutLoneSurrogates(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    private static JsonNode read(String json) throws JsonProcessingException {
        return JSON.readTree(json);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
