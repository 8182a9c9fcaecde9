package dev.goldfish.attacks;

import dev.goldfish.server.ClientsProfile;
import java.util.HashMap;
import java.util.Map;

/** A server as in production, with its whole log in a file; all attacks share one start. */
public class AttacksProfile extends ClientsProfile {
    static final String LOG = "target/attacks.log";

    @Override
    public Map<String, String> getConfigOverrides() {
        Map<String, String> overrides = new HashMap<>(super.getConfigOverrides());
        overrides.put("goldfish.reply-key", "client-secret");
        overrides.put("goldfish.jobs.live-jobs", "3");
        overrides.put("quarkus.log.category.\"dev.goldfish\".level", "DEBUG");
        overrides.put("quarkus.log.file.enable", "true");
        overrides.put("quarkus.log.file.path", LOG);
        overrides.put("quarkus.log.file.level", "DEBUG");
        return overrides;
    }
}
