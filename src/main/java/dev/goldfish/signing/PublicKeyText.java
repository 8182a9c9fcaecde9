package dev.goldfish.signing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/** Ed25519 public keys in the forms in which people hand them on. */
public final class PublicKeyText {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern BARE = Pattern.compile("[A-Za-z0-9_+/-]{43}=?");
    private static final int SPKI_LENGTH = 44;

    private PublicKeyText() {}

    /**
     * Reads keys, at least one: PEM blocks {@code PUBLIC KEY}, a JWK or a set of them (RFC 7517, RFC 8037), or the bare
     * 32 bytes in base64 or base64url. Keys of other kinds in a set are left out.
     *
     * @throws IllegalArgumentException where there is none, with a message that holds nothing of the text
     */
    public static List<Ed25519PublicKey> all(String text) {
        String stripped = text.strip();
        List<Ed25519PublicKey> keys = stripped.startsWith("{")
                ? ofJson(stripped)
                : stripped.startsWith("-----")
                        ? Arrays.stream(Pem.blocks("PUBLIC KEY", stripped))
                                .map(PublicKeyText::ofSpki)
                                .toList()
                        : BARE.matcher(stripped).matches() ? List.of(ofBase64(stripped)) : List.of();
        if (keys.isEmpty()) {
            throw new IllegalArgumentException(
                    "it holds no Ed25519 public key: give PEM (\"PUBLIC KEY\"), a JWK, or the 32 bytes in base64");
        }
        return keys;
    }

    /** Reads exactly one key; otherwise like {@link #all}. */
    public static Ed25519PublicKey one(String text) {
        List<Ed25519PublicKey> keys = all(text);
        if (keys.size() != 1) {
            throw new IllegalArgumentException("it holds " + keys.size() + " public keys instead of one");
        }
        return keys.get(0);
    }

    private static List<Ed25519PublicKey> ofJson(String text) {
        JsonNode json;
        try {
            json = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("it is neither a JWK nor a set of them");
        }
        List<Ed25519PublicKey> keys = new ArrayList<>();
        for (JsonNode jwk : json.has("keys") ? json.get("keys") : List.of(json)) {
            if (jwk.has("d")) {
                throw new IllegalArgumentException("it holds a private key; a public one is wanted");
            }
            if (jwk.path("kty").asText().equals("OKP")
                    && jwk.path("crv").asText().equals("Ed25519")) {
                keys.add(ofBase64(jwk.path("x").asText()));
            }
        }
        return keys;
    }

    private static Ed25519PublicKey ofSpki(byte[] der) {
        if (der.length != SPKI_LENGTH) {
            throw new IllegalArgumentException("it is no Ed25519 public key");
        }
        Ed25519PublicKey key = Ed25519PublicKey.of(Arrays.copyOfRange(der, SPKI_LENGTH - 32, SPKI_LENGTH));
        if (!Arrays.equals(key.spki(), der)) {
            throw new IllegalArgumentException("it is no Ed25519 public key");
        }
        return key;
    }

    private static Ed25519PublicKey ofBase64(String text) {
        if (!BARE.matcher(text).matches()) {
            throw new IllegalArgumentException("an Ed25519 public key has 43 characters in base64url");
        }
        String urlSafe = text.replace('+', '-').replace('/', '_').replace("=", "");
        return Ed25519PublicKey.of(Base64.getUrlDecoder().decode(urlSafe));
    }
}
