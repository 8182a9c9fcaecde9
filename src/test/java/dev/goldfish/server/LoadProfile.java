package dev.goldfish.server;

import java.util.HashMap;
import java.util.Map;

/** A server that takes on little, waits briefly for bodies, and bears few guesses. */
public class LoadProfile extends ClientsProfile {
    static final int MAX_CALLS = 300;

    @Override
    public Map<String, String> getConfigOverrides() {
        Map<String, String> overrides = new HashMap<>(super.getConfigOverrides());
        overrides.put("goldfish.max-calls", String.valueOf(MAX_CALLS));
        overrides.put("goldfish.max-incoming", "1M");
        overrides.put("goldfish.body-timeout", "2s");
        overrides.put("goldfish.bad-signatures-per-minute", "5");
        return overrides;
    }
}
