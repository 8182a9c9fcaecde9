package dev.goldfish.server;

import dev.goldfish.signing.Ed25519Key;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A server with a key of its own, whose clients file a test may change. */
public class KeysProfile extends ClientsProfile {
    static final Ed25519Key SERVER_KEY = Ed25519Key.parse("""
            -----BEGIN PRIVATE KEY-----
            MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g
            -----END PRIVATE KEY-----
            """);
    static final Ed25519Key CLIENT_KEY = Ed25519Key.parse("""
            -----BEGIN PRIVATE KEY-----
            MC4CAQAwBQYDK2VwBCIEIEzNCJso/5banbbDRuwRTg9bijGfNaumJNqM9u1PuKb7
            -----END PRIVATE KEY-----
            """);
    static final Path CLIENTS = Path.of("target", "keys-test", "clients.json");

    @Override
    public Map<String, String> getConfigOverrides() {
        try {
            Files.createDirectories(CLIENTS.getParent());
            Path key = Files.writeString(CLIENTS.resolveSibling("server.pem"), SERVER_KEY.pem());
            Files.writeString(CLIENTS, clients(""));
            return Map.of(
                    "goldfish.clients-file",
                    CLIENTS.toString(),
                    "goldfish.clients-reload-interval",
                    "50ms",
                    "goldfish.reply-key",
                    "client-secret",
                    "goldfish.server-key-file",
                    key.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A registry with a client that signs with Ed25519, one that is disabled, one under limits, and more. */
    static String clients(String more) {
        return """
                {"clients": {
                  "signer": {"public_keys": ["%s"], "tools": ["*"]},
                  "disabled": {"secrets": ["client_secret_disabled"], "tools": ["*"], "enabled": false},
                  "expired": {"secrets": [{"secret": "client_secret_expired", "not_after": "2020-01-01T00:00:00Z"}], "tools": ["*"]},
                  "frugal": {"secrets": ["client_secret_frugal"], "tools": ["*"], "live_jobs": 1}%s
                }}
                """.formatted(CLIENT_KEY.publicKey().base64url(), more);
    }
}
