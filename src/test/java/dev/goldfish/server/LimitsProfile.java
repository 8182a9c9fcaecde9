package dev.goldfish.server;

import java.util.HashMap;
import java.util.Map;

/** A server of one slot that soon forgets, and signs its replies with keys derived from the clients' secrets. */
public class LimitsProfile extends ClientsProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
        Map<String, String> overrides = new HashMap<>(super.getConfigOverrides());
        overrides.put("goldfish.reply-key", "client-secret");
        overrides.put("goldfish.jobs.slots", "1");
        overrides.put("goldfish.jobs.queue-limit", "1");
        overrides.put("goldfish.jobs.live-jobs", "2");
        overrides.put("goldfish.jobs.retention", "2s");
        return overrides;
    }
}
