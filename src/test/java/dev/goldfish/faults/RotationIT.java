package dev.goldfish.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.goldfish.client.GoldfishClient;
import dev.goldfish.client.GoldfishClientBuilder;
import dev.goldfish.client.Load;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server's secret changes replica by replica, while clients that know both secrets go on calling. */
class RotationIT {
    private static final String CLIENT = Replica.CLIENTS.get(0);
    private static final String OLD = "the old secret of a server that rotates";
    private static final String NEW = "the new secret of a server that rotates";
    private static final Map<String, String> BEFORE =
            Map.of("GOLDFISH_REPLY_KEY", "server-secret", "GOLDFISH_SERVER_SECRET", OLD);
    private static final Map<String, String> AFTER = Map.of(
            "GOLDFISH_REPLY_KEY", "server-secret",
            "GOLDFISH_SERVER_SECRET", NEW,
            "GOLDFISH_JOB_ID_SECRET", OLD);
    private static final Map<String, Object> TASK = Map.of("seconds", 1);

    @Test
    void noCallFailsAndARepeatedStartFindsItsJob(@TempDir Path dir) throws Exception {
        try (RedisProcess redis = RedisProcess.start("redis", dir);
                Replica a = Replica.start("a", dir, redis.uri(), BEFORE).awaitReady();
                Replica b = Replica.start("b", dir, redis.uri(), BEFORE).awaitReady()) {
            String job = client(a).start("start_long_task", TASK, "the-work");
            // What a load balancer sends to.
            AtomicReference<List<GoldfishClient>> inRotation = new AtomicReference<>(List.of(client(a), client(b)));
            try (Load load = new Load(() -> anyOf(inRotation.get()).call("batch_sum", "{\"numbers\":[1,2]}"))) {
                load.awaitCalls(50);
                inRotation.set(List.of(client(b)));
                load.awaitCalls(50);
                a.close();
                try (Replica newA =
                        Replica.start("new-a", dir, redis.uri(), AFTER).awaitReady()) {
                    inRotation.set(List.of(client(newA), client(b)));
                    assertThat(client(newA).start("start_long_task", TASK, "the-work"))
                            .as("the same work again, on a replica with the new secret")
                            .isEqualTo(job);
                    load.awaitCalls(50);
                    inRotation.set(List.of(client(newA)));
                    load.awaitCalls(50);
                    b.close();
                    load.awaitCalls(50);
                    load.close();
                    assertThat(builder(newA).serverSecret(NEW).build().call("server_identity", "{}"))
                            .as("the new secret alone suffices now")
                            .isNotNull();
                }
            }
        }
    }

    private static GoldfishClient anyOf(List<GoldfishClient> clients) {
        return clients.get(ThreadLocalRandom.current().nextInt(clients.size()));
    }

    private static GoldfishClient client(Replica replica) {
        return builder(replica).serverSecret(OLD, NEW).build();
    }

    private static GoldfishClientBuilder builder(Replica replica) {
        return replica.clientBuilder(CLIENT);
    }
}
