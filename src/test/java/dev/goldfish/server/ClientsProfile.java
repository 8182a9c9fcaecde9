package dev.goldfish.server;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** A server with several clients; all tests under it share one start. */
public class ClientsProfile implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of("goldfish.clients-file", "src/test/resources/dev/goldfish/server/clients.json");
    }
}
