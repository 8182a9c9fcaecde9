package dev.goldfish.server;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** A server that soon closes connections over which nothing goes. */
public class SlowToolProfile implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of("quarkus.http.idle-timeout", "1s");
    }
}
