package dev.goldfish.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.goldfish.signing.CanonicalJson;
import dev.goldfish.signing.MalformedJsonException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;

/**
 * One call, however often it is sent.
 *
 * @param args a JSON object in canonical form
 * @param timeout for all attempts together
 */
record Call(String requestId, String tool, String args, Duration timeout) {
    static String newRequestId() {
        return UUID.randomUUID().toString();
    }

    /** The canonical form of arguments: JSON text, or whatever the mapper can write as an object. */
    static String canonical(Object args, ObjectMapper mapper) {
        if (args instanceof String text) {
            return canonical(text);
        }
        try {
            return canonical(mapper.writeValueAsBytes(args));
        } catch (JsonProcessingException e) {
            throw invalid(e);
        }
    }

    static String canonical(String json) {
        return canonical(utf8(json));
    }

    private static String canonical(byte[] utf8) {
        try {
            CanonicalJson json = CanonicalJson.parse(utf8);
            if (!json.isObject()) {
                throw new IllegalArgumentException("the arguments are no JSON object");
            }
            return json.text();
        } catch (MalformedJsonException e) {
            throw invalid(e);
        }
    }

    private static IllegalArgumentException invalid(Exception e) {
        return new IllegalArgumentException("the arguments are no valid JSON: " + e.getMessage(), e);
    }

    private static byte[] utf8(String text) {
        try {
            // String.getBytes would replace a lone surrogate silently.
            ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            byte[] copy = new byte[bytes.remaining()];
            bytes.get(copy);
            return copy;
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("the arguments hold a lone surrogate", e);
        }
    }
}
