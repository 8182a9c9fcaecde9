package dev.goldfish.attacks;

import dev.goldfish.signing.Ed25519Key;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** A server as in production, with its whole log in a file; all attacks share one start. */
public class AttacksProfile implements QuarkusTestProfile {
    static final String CLIENTS = "src/test/resources/dev/goldfish/attacks/clients.json";
    static final String LOG = "target/attacks.log";

    /** All attacks come from one address. */
    static final int BAD_SIGNATURES = 700;

    static final int CALLS = 200;

    @Override
    public Map<String, String> getConfigOverrides() {
        Map<String, String> overrides = new HashMap<>();
        overrides.put("goldfish.clients-file", CLIENTS);
        overrides.put("goldfish.bad-signatures-per-minute", Integer.toString(BAD_SIGNATURES));
        overrides.put("goldfish.server-key-file", serverKey());
        overrides.put("goldfish.audited-refusals-per-minute", "1000000");
        overrides.put("goldfish.max-calls", Integer.toString(CALLS));
        overrides.put("goldfish.body-timeout", "3s");
        overrides.put("goldfish.answer-timeout", "3s");
        overrides.put("goldfish.max-outgoing", "32M");
        overrides.put("goldfish.max-incoming", "4M");
        overrides.put("quarkus.http.idle-timeout", "4s");
        overrides.put("goldfish.reply-key", "client-secret");
        overrides.put("goldfish.jobs.live-jobs", "3");
        overrides.put("goldfish.jobs.client-bytes", "16M");
        overrides.put("quarkus.log.category.\"dev.goldfish\".level", "DEBUG");
        overrides.put("quarkus.log.category.\"dev.goldfish.audit\".use-parent-handlers", "true");
        overrides.put("quarkus.log.console.level", "WARN");
        overrides.put("quarkus.log.file.enable", "true");
        overrides.put("quarkus.log.file.json.enabled", "false");
        overrides.put("quarkus.log.file.path", LOG);
        overrides.put("quarkus.log.file.level", "DEBUG");
        return overrides;
    }

    private static String serverKey() {
        try {
            return Files.writeString(
                            Path.of("target", "attacks-server.pem"),
                            Ed25519Key.generate().pem())
                    .toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
