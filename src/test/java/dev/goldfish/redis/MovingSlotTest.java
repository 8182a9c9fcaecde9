package dev.goldfish.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.goldfish.faults.RedisCluster;
import dev.goldfish.faults.RedisProcess;
import dev.goldfish.faults.Resp;
import dev.goldfish.job.Job;
import dev.goldfish.job.JobRef;
import dev.goldfish.job.JobState;
import dev.goldfish.job.JobStore.Ending;
import dev.goldfish.job.Lease;
import dev.goldfish.job.NewJob;
import dev.goldfish.job.Renewal;
import dev.goldfish.job.Start;
import dev.goldfish.job.Written;
import dev.goldfish.protocol.UnavailableException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisClientType;
import io.vertx.redis.client.RedisOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A hash slot of a Redis Cluster that is on its way from one node to another, at each point of the way. */
class MovingSlotTest {
    private static final String CLIENT = "client-001";
    private static final String TAG = RedisCluster.tag(CLIENT);
    private static final Ending DONE = new Ending(JobState.DONE, "", "{\"the\":\"result\"}");
    private static final Duration LEASE = Duration.ofSeconds(2);

    @TempDir
    private Path dir;

    private final Vertx vertx = Vertx.vertx();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private RedisCluster cluster;
    private RedisClients clients;
    private RedisLink link;
    private RedisJobStore store;

    @BeforeEach
    void begin() {
        cluster = new RedisCluster(dir);
        RedisOptions options = new RedisOptions().setType(RedisClientType.CLUSTER);
        Stream.of(cluster.uris().split(",")).forEach(options::addConnectionString);
        Redis redis = Redis.createClient(vertx, options);
        clients = TestClients.shared(redis);
        link = new RedisLink(clients, TestRedis.redisConfig(), RedisObserver.NONE);
        store = store();
    }

    /** One that does not know yet in which partitions jobs wait. */
    private RedisJobStore store() {
        return new RedisJobStore(
                link,
                new Doorbell(clients, Duration.ofSeconds(2), timer, TestRedis.CHANNEL),
                new Contact(LEASE.dividedBy(3)),
                TestRedis.jobConfig(Map.of("lease", LEASE.toSeconds() + "s")),
                false);
    }

    @AfterEach
    void end() {
        link.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
        timer.shutdownNow();
        cluster.close();
    }

    @Test
    void whateverStopsHalfWayChangesNothing() {
        RedisProcess from = cluster.nodeOf(TAG);
        RedisProcess to = Stream.of(cluster.node(0), cluster.node(1))
                .filter(node -> node != from)
                .findFirst()
                .orElseThrow();
        Lease runs = running(job());
        NewJob waits = job();
        get(store.start(waits, false));
        NewJob overdue = job(Duration.ofMillis(1));
        get(store.start(overdue, false));
        Lease ended = running(job());
        get(store.complete(ended, DONE));
        RedisCluster.Move move = cluster.move(TAG, to);
        do {
            Map<String, String> before = everything(from, to);
            for (Uni<?> operation : List.<Uni<?>>of(
                    store.start(job(), true),
                    store.start(job(), false),
                    store.complete(runs, DONE),
                    store.complete(runs, new Ending(JobState.FAILED, "tool failed", null)),
                    store.progress(runs, 0.5, "half"),
                    store.handBack(runs),
                    store.cancel(runs.ref()),
                    store.cancel(waits.ref()),
                    store.poll(ended.ref()),
                    store.poll(overdue.ref()),
                    store.list(CLIENT, "", 10, ""))) {
                assertThatThrownBy(() -> get(operation))
                        .isInstanceOf(UnavailableException.class)
                        .hasMessageContaining("MOVING");
                assertThat(everything(from, to)).isEqualTo(before);
            }
            // These go on with other partitions.
            get(store.reap(Set.of("tool")));
            assertThat(get(store().claim(Set.of("tool"), 1))).isEmpty();
            get(store.withdraw(Keys.partition(CLIENT), List.of("a-claim")));
            assertThat(everything(from, to)).isEqualTo(before);
        } while (move.carry(1));
        move.end();

        assertThat(settled(store.poll(ended.ref())).orElseThrow().result()).isEqualTo(DONE.result());
        assertThat(settled(store().claim(Set.of("tool"), 1)))
                .singleElement()
                .matches(
                        lease -> lease.ref().equals(waits.ref()) && lease.args().equals("{\"the\":\"arguments\"}"));
    }

    @Test
    void aWorkerKeepsItsJobHoweverLongTheMoveTakes() {
        RedisProcess from = cluster.nodeOf(TAG);
        RedisProcess to = from == cluster.node(0) ? cluster.node(1) : cluster.node(0);
        Lease lease = running(job());
        RedisCluster.Move move = cluster.move(TAG, to);
        long moving = System.nanoTime();

        await().pollInterval(LEASE.dividedBy(4)).atMost(LEASE.multipliedBy(10)).until(() -> {
            // One key after the other, as slowly as that, and over the time of two leases in all.
            move.carry(1);
            assertThat(get(store.renew(List.of(lease)))).isEqualTo(Map.of(lease, Renewal.OK));
            return System.nanoTime() - moving > 2 * LEASE.toNanos() && !move.carry(1);
        });
        move.end();

        await().until(() -> get(store.reap(Set.of("tool"))).isPresent());
        assertThat(settled(store.poll(lease.ref())).map(Job::state)).contains(JobState.RUNNING);
        assertThat(settled(store.complete(lease, DONE))).isEqualTo(Written.WRITTEN);
        assertThat(settled(store.poll(lease.ref())).orElseThrow().result()).isEqualTo(DONE.result());
    }

    /** All that both nodes hold of the slot. */
    private static Map<String, String> everything(RedisProcess from, RedisProcess to) {
        Map<String, String> all = new TreeMap<>();
        for (RedisProcess node : List.of(from, to)) {
            try (Resp resp = new Resp(node.port(), 10_000)) {
                for (Object key : (List<?>) Objects.requireNonNull(resp.command("KEYS", "*" + TAG + "*"))) {
                    resp.command("ASKING");
                    all.put(node.port() + " " + key, String.valueOf(resp.command("DUMP", (String) key)));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return all;
    }

    /** What it gives as soon as all nodes agree on where the slot is. */
    private static <T> T settled(Uni<T> operation) {
        return await().ignoreExceptionsInstanceOf(UnavailableException.class)
                .until(() -> get(operation), found -> true);
    }

    private Lease running(NewJob job) {
        return ((Start.Running) settled(store.start(job, true))).lease();
    }

    private static NewJob job() {
        return job(Duration.ofMinutes(5));
    }

    private static NewJob job(Duration maxRuntime) {
        JobRef ref = new JobRef(CLIENT, UUID.randomUUID().toString());
        return new NewJob(ref, "tool", "digest", "{\"the\":\"arguments\"}", true, 1, maxRuntime, 1_000, "");
    }

    private static <T> T get(Uni<T> uni) {
        return uni.await().atMost(Duration.ofSeconds(30));
    }
}
