package dev.goldfish.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.goldfish.client.Answer;
import dev.goldfish.client.GoldfishClient;
import dev.goldfish.client.Progress;
import dev.goldfish.protocol.Status;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Production replicas with one Redis between them: each one knows what another was told. */
@ExtendWith(ClusterExtension.class)
class TwoReplicasIT {
    private static final String CLIENT = Replica.CLIENTS.get(0);
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Map<String, Object> TASK = Map.of("seconds", 4, "payload", Map.of("answer", 42));

    @Test
    void aJobOfAKilledReplicaEndsOnTheOther(Cluster cluster) {
        Replica a = cluster.replica(0);
        Replica b = cluster.replica(1);
        GoldfishClient onA = a.client(CLIENT);
        GoldfishClient onB = b.client(CLIENT);
        String job = onA.start("start_long_task", TASK, "the-work");

        assertThat(onB.poll(job, Duration.ZERO).status()).isEqualTo(Status.RUNNING);
        await("the job is in the middle").until(() -> progress(onB, job).fraction() > 0);
        a.kill();

        assertThat(onB.start("start_long_task", TASK, "the-work"))
                .as("the same work again, on the other replica")
                .isEqualTo(job);
        await("its second attempt").atMost(LONG).until(() -> progress(onB, job).attempt() == 2);
        // The client has verified every reply before it returned anything of it.
        Answer end = onB.await(job, LONG);
        assertThat(end.json()).isEqualTo("{\"answer\":42}");
        assertThat(onB.start("start_long_task", TASK, "the-work"))
                .as("the same work again, after its end")
                .isEqualTo(job);
        assertThat(onB.poll(job, Duration.ZERO).json()).isEqualTo("{\"answer\":42}");
    }

    private static Progress progress(GoldfishClient client, String job) {
        return Progress.of(client.poll(job, Duration.ZERO));
    }
}
