package dev.goldfish.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.goldfish.job.Census;
import dev.goldfish.job.Job;
import dev.goldfish.job.JobPage;
import dev.goldfish.job.JobRef;
import dev.goldfish.job.JobState;
import dev.goldfish.job.JobStore.Ending;
import dev.goldfish.job.Lease;
import dev.goldfish.job.NewJob;
import dev.goldfish.job.Renewal;
import dev.goldfish.job.Start;
import dev.goldfish.job.Written;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The state machine of a job, on a real Redis. */
class RedisJobStoreTest {
    private static final String CLIENT = "client-001";
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final int LIVE_JOBS = 1_000;
    private static final long HOUR = Duration.ofHours(1).toMillis();
    private static final Duration MOMENT = Duration.ofMillis(1);
    private static final Ending DONE = new Ending(JobState.DONE, "", "{\"a\":1}");
    private static final Ending FAILED = new Ending(JobState.FAILED, "tool failed: no paper", null);

    private TestRedis redis;
    private RedisJobStore store;
    private RedisJobStore reaper;

    @BeforeEach
    void begin() {
        redis = new TestRedis();
        store = redis.store(TestRedis.jobConfig(Map.of("live-jobs", "2000")));
        reaper = redis.store(TestRedis.jobConfig(Map.of("lease", "20ms")));
    }

    @AfterEach
    void end() {
        redis.close();
    }

    @Test
    void aJobRunsAtOnceWhereASlotIsFree() {
        Lease lease = running(start(job("tool-a"), true));

        assertThat(lease.fence()).isEqualTo(1);
        assertThat(lease.attempt()).isEqualTo(1);
        assertThat(lease.untilDeadline()).isEqualTo(LONG);
        assertSets(0, 1, 1);
    }

    @Test
    void aJobWaitsWhereNoneIsAndIsClaimedInOrder() {
        NewJob first = job("tool-a");
        NewJob second = job("tool-a");
        assertThat(start(first, false)).isInstanceOf(Start.Queued.class);
        assertThat(start(second, false)).isInstanceOf(Start.Queued.class);
        assertSets(2, 0, 2);

        List<Lease> claimed = claim(Set.of("tool-a"), 5);

        assertThat(claimed).extracting(Lease::ref).containsExactlyInAnyOrder(first.ref(), second.ref());
        assertThat(claimed).allSatisfy(lease -> assertThat(lease.args()).isEqualTo("{}"));
        assertThat(store.claim(Set.of("tool-a"), 5).await().atMost(Duration.ofSeconds(10)))
                .isEmpty();
        assertSets(0, 2, 2);
    }

    @Test
    void aReplicaClaimsNoMoreThanItAsksForAndOnlyToolsThatItHas() {
        start(job("tool-a"), false);
        start(job("tool-a"), false);
        start(job("tool-b"), false);

        RedisJobStore another = redis.store(TestRedis.jobConfig(Map.of()));
        assertThat(get(another.claim(Set.of("tool-b"), 5)))
                .extracting(Lease::tool)
                .containsExactly("tool-b");
        assertThat(claim(Set.of("tool-a"), 1)).hasSize(1);
        assertSets(1, 2, 3);
    }

    @Test
    void jobsOfAToolThatNobodyHasAreInNobodysWay() {
        for (int i = 0; i < 1_500; i++) {
            start(job("tool-without-workers", 2_000), false);
        }
        NewJob later = job("tool-a", 2_000);
        start(later, false);

        assertThat(claim(Set.of("tool-a"), 5)).extracting(Lease::ref).containsExactly(later.ref());
    }

    @Test
    void theSameStartFindsTheFirstJob() {
        NewJob job = job("tool-a");
        start(job, true);

        assertThat(start(job, true)).isInstanceOf(Start.Known.class);
        assertSets(0, 1, 1);
    }

    @Test
    void theSameRequestWithOtherArgumentsIsRefused() {
        NewJob job = job("tool-a");
        start(job, true);
        NewJob other = new NewJob(job.ref(), "tool-a", "another digest", "{\"x\":1}", true, 3, LONG, LIVE_JOBS, "");

        assertThat(start(other, true)).isInstanceOf(Start.Reused.class);
    }

    @Test
    void aCallThatIsRepeatedAfterItsEndFindsTheResult() {
        NewJob job = new NewJob(ref(), "tool-a", "digest", "{}", false, 1, LONG, LIVE_JOBS, "");
        complete(running(start(job, true)), DONE);

        Start.Known known = (Start.Known) start(job, true);

        assertThat(known.job().state()).isEqualTo(JobState.DONE);
        assertThat(known.job().result()).isEqualTo("{\"a\":1}");
    }

    @Test
    void aClientHasAQuotaOfUnfinishedJobs() {
        Lease lease = running(start(job("tool-a", 2), true));
        start(job("tool-a", 2), false);

        assertThat(start(job("tool-a", 2), true)).isInstanceOf(Start.QuotaExceeded.class);
        complete(lease, DONE);
        assertThat(start(job("tool-a", 2), true)).isInstanceOf(Start.Running.class);
    }

    @Test
    void aStartThatNoReplicaOfRedisConfirmsIsNotTakenForOneThatIsSafe() {
        store = redis.store(TestRedis.jobConfig(Map.of("replicas-to-confirm", "1")));
        NewJob job = job("tool-a");

        assertThat(start(job, false)).isInstanceOf(Start.Unconfirmed.class);
        // The same start asks again, and the job has been there since the first.
        assertThat(start(job, false)).isInstanceOf(Start.Unconfirmed.class);
        assertSets(1, 0, 1);
    }

    @Test
    void theQueueHasALimit() {
        store = redis.store(TestRedis.jobConfig(Map.of("queue-limit", "1")));
        start(job("tool-a"), false);

        assertThat(start(job("tool-a"), false)).isInstanceOf(Start.Busy.class);
        assertThat(start(job("tool-a"), true)).isInstanceOf(Start.Running.class);
    }

    @Test
    void theFirstTerminalStateStays() {
        Lease lease = running(start(job("tool-a"), true));

        assertThat(complete(lease, FAILED)).isTrue();
        assertThat(complete(lease, DONE)).isFalse();

        Job job = poll(lease.ref()).orElseThrow();
        assertThat(job.state()).isEqualTo(JobState.FAILED);
        assertThat(job.error()).isEqualTo("tool failed: no paper");
        assertSets(0, 0, 0);
    }

    @Test
    void anEndThatIsWrittenTwiceForALostAnswerIsInTimeBothTimes() {
        Lease lease = running(start(job("tool-a"), true));

        assertThat(complete(lease, DONE)).isTrue();
        assertThat(complete(lease, DONE)).isTrue();
    }

    @Test
    void aWorkerThatLostItsLeaseChangesNothing() {
        store = redis.store(TestRedis.jobConfig(Map.of("lease", "50ms", "retry-backoff", "1ms")));
        Lease lost = running(start(job("tool-a"), true));
        Lease again = claimAgain();

        assertThat(again.fence()).isGreaterThan(lost.fence());
        assertThat(again.attempt()).isEqualTo(2);
        assertThat(complete(lost, DONE)).isFalse();
        assertThat(store.progress(lost, 0.5, "late").await().atMost(Duration.ofSeconds(10)))
                .isEqualTo(Renewal.LOST);
        assertThat(renew(lost)).isEqualTo(Renewal.LOST);
        assertThat(store.handBack(lost).await().atMost(Duration.ofSeconds(10))).isFalse();
        assertThat(complete(again, DONE)).isTrue();
    }

    @Test
    void aJobThatLosesEveryWorkerEndsAsWorkerLost() {
        store = redis.store(TestRedis.jobConfig(Map.of("lease", "20ms", "retry-backoff", "1ms")));
        JobRef ref = running(start(job("tool-a"), true)).ref();
        claimAgain();
        assertThat(claimAgain().attempt()).isEqualTo(3);

        await().untilAsserted(() -> {
            store.reap(Set.of("tool")).await().atMost(Duration.ofSeconds(10));
            assertThat(poll(ref).orElseThrow().state()).isEqualTo(JobState.WORKER_LOST);
        });
        assertSets(0, 0, 0);
    }

    @Test
    void aToolThatIsNotIdempotentGetsOneWorker() {
        store = redis.store(TestRedis.jobConfig(Map.of("lease", "20ms")));
        NewJob once = new NewJob(ref(), "tool-a", "digest", "{}", true, 1, LONG, LIVE_JOBS, "");
        start(once, true);

        // The poll itself notices: nobody else may be there.
        await().until(() -> poll(once.ref()).orElseThrow().state() == JobState.WORKER_LOST);
    }

    @Test
    void aRenewedLeaseIsKept() {
        Lease lease = running(start(job("tool-a"), true));

        assertThat(renew(lease)).isEqualTo(Renewal.OK);
        assertThat(store.progress(lease, 0.25, "a quarter").await().atMost(Duration.ofSeconds(10)))
                .isEqualTo(Renewal.OK);
        Job job = poll(lease.ref()).orElseThrow();
        assertThat(job.progress()).isEqualTo(0.25);
        assertThat(job.message()).isEqualTo("a quarter");
        assertThat(job.state()).isEqualTo(JobState.RUNNING);
    }

    @Test
    void theDeadlineHoldsForRunningAndForWaitingJobs() {
        store = redis.store(TestRedis.jobConfig(Map.of("lease", "20ms")));
        NewJob runs = job("tool-a", MOMENT);
        NewJob waits = job("tool-a", MOMENT);
        start(runs, true);
        start(waits, false);

        await().untilAsserted(() -> {
            store.reap(Set.of("tool")).await().atMost(Duration.ofSeconds(10));
            assertThat(poll(runs.ref()).orElseThrow().state()).isEqualTo(JobState.TIMED_OUT);
            assertThat(poll(waits.ref()).orElseThrow().state()).isEqualTo(JobState.TIMED_OUT);
        });
        assertSets(0, 0, 0);
    }

    /** Nobody may take over what others had no time to renew; a deadline does not wait for that. */
    @Test
    void theDeadlineHoldsWhereNothingMayBeTakenOver() {
        RedisJobStore fresh = redis.store(TestRedis.jobConfig(Map.of("lease", "1h")));
        JobRef late = running(start(job("tool-a", MOMENT), true)).ref();
        store = redis.store(TestRedis.jobConfig(Map.of("lease", "20ms")));
        JobRef lost = running(start(job("tool-a"), true)).ref();
        await("its lease has run out").until(() -> leaseEnd(lost) < redisMillis());

        await().until(() -> {
            get(fresh.reap(Set.of("tool-a")));
            return get(fresh.poll(late)).orElseThrow().state() == JobState.TIMED_OUT;
        });
        assertThat(get(fresh.poll(lost)).orElseThrow().state()).isEqualTo(JobState.RUNNING);
    }

    private double leaseEnd(JobRef ref) {
        return redis.send(Command.ZSCORE, Keys.partition(CLIENT) + "lease", Keys.member(ref))
                .toDouble();
    }

    private long redisMillis() {
        Response time = redis.send(Command.TIME);
        return time.get(0).toLong() * 1_000 + time.get(1).toLong() / 1_000;
    }

    @Test
    void aWaitingJobIsCancelledAtOnce() {
        NewJob job = job("tool-a");
        start(job, false);

        assertThat(cancel(job.ref()).orElseThrow().state()).isEqualTo(JobState.CANCELLED);
        assertSets(0, 0, 0);
    }

    @Test
    void aRunningJobIsAskedToStopAndForcedAfterItsGraceTime() {
        store = redis.store(TestRedis.jobConfig(Map.of("lease", "20ms", "cancel-grace", "30ms")));
        Lease lease = running(start(job("tool-a"), true));

        assertThat(cancel(lease.ref()).orElseThrow().state()).isEqualTo(JobState.RUNNING);
        assertThat(renew(lease)).isEqualTo(Renewal.CANCEL);
        await().until(() -> poll(lease.ref()).orElseThrow().state() == JobState.CANCELLED);
        assertThat(complete(lease, DONE)).isFalse();
    }

    @Test
    void whatWasHeldWhileASlotMovedEndsWithItsGraceTime() {
        store = redis.store(TestRedis.jobConfig(Map.of("lease", "20ms", "cancel-grace", "30ms")));
        Lease lease = running(start(job("tool-a"), true));
        assertThat(get(store.renewAlone(lease))).isEqualTo(Renewal.OK);
        String job = Keys.job(Keys.member(lease.ref()));
        redis.send(Command.HSET, job, "held", redis.send(Command.HGET, job, "deadline"));

        cancel(lease.ref());

        await().until(() -> {
            get(reaper.reap(Set.of("tool-a")));
            return poll(lease.ref()).orElseThrow().state() == JobState.CANCELLED;
        });
    }

    @Test
    void aPartitionThatFailsKeepsNothingOfOthersBack() {
        NewJob job = job("tool-a");
        start(job, false);
        Keys.PARTITIONS.stream()
                .filter(partition -> !partition.equals(Keys.partition(CLIENT)))
                .forEach(partition -> redis.send(Command.SET, partition + "turns:tool-a", "no set"));

        assertThat(get(store.claim(Set.of("tool-a"), 5))).extracting(Lease::ref).containsExactly(job.ref());
    }

    @Test
    void aClaimFailsWhereNoPartitionAnswers() {
        Keys.PARTITIONS.forEach(partition -> redis.send(Command.SET, partition + "turns:tool-a", "no set"));

        assertThatThrownBy(() -> get(store.claim(Set.of("tool-a"), 5))).hasMessageContaining("WRONGTYPE");
        assertThat(store.mayHoldWork()).as("before it answers a reaping").isFalse();
    }

    @Test
    void leasesOfOtherPartitionsAreRenewedAndReapedWhereOneFails() {
        Lease lease = running(start(job("tool-a"), true));
        String other = IntStream.range(0, 100)
                .mapToObj(i -> "client-" + i)
                .filter(client -> !Keys.partition(client).equals(Keys.partition(CLIENT)))
                .findFirst()
                .orElseThrow();
        JobRef ref = new JobRef(other, "a-job");
        Lease broken = running(start(new NewJob(ref, "tool-a", "digest", "{}", true, 3, LONG, 10, ""), true));
        redis.send(Command.DEL, Keys.partition(other) + "lease");
        redis.send(Command.SET, Keys.partition(other) + "lease", "no set");

        assertThat(get(store.renew(List.of(broken, lease)))).isEqualTo(Map.of(lease, Renewal.OK));
        assertThat(get(store.reap(Set.of("tool-a"))).orElseThrow().running()).isEqualTo(1);
    }

    @Test
    void cancellingWhatHasEndedChangesNothing() {
        Lease lease = running(start(job("tool-a"), true));
        complete(lease, DONE);

        assertThat(cancel(lease.ref()).orElseThrow().state()).isEqualTo(JobState.DONE);
    }

    @Test
    void handingBackCostsNoAttempt() {
        Lease lease = running(start(job("tool-a"), true));

        assertThat(store.handBack(lease).await().atMost(Duration.ofSeconds(10))).isTrue();

        assertSets(1, 0, 1);
        Lease next = claim(Set.of("tool-a"), 1).get(0);
        assertThat(next.attempt()).isEqualTo(1);
        assertThat(next.fence()).isEqualTo(2);
    }

    @Test
    void whatOneTurnAsksForSharesARoundTrip() {
        // The first of all brings a script to Redis, which takes a round trip more.
        Lease earlier = running(start(job("tool-a"), true));
        complete(earlier, DONE);
        poll(earlier.ref());
        Map<String, Integer> roundTrips = new ConcurrentHashMap<>();
        RedisJobStore counted =
                redis.store(TestRedis.jobConfig(Map.of()), (name, nanos) -> roundTrips.merge(name, 1, Integer::sum));
        NewJob first = job("tool-a");
        NewJob second = job("tool-a");
        NewJob third = job("tool-a");

        List<Start> started = inOneTurn(() -> Stream.of(first, second, first, third)
                .map(job -> counted.start(job, true))
                .toList());
        List<Written> ended = inOneTurn(() -> List.of(
                counted.complete(running(started.get(0)), DONE),
                counted.complete(withFence(running(started.get(1)), 7), DONE),
                counted.complete(running(started.get(3)), FAILED)));
        List<Optional<Job>> found = inOneTurn(() -> Stream.of(first.ref(), ref(), second.ref(), third.ref())
                .map(counted::poll)
                .toList());

        assertThat(started.get(2)).isInstanceOf(Start.Known.class);
        assertThat(ended).containsExactly(Written.WRITTEN, Written.TOO_LATE, Written.WRITTEN);
        assertThat(found)
                .extracting(job -> job.map(Job::state).orElse(null))
                .containsExactly(JobState.DONE, null, JobState.RUNNING, JobState.FAILED);
        assertThat(roundTrips).containsExactlyInAnyOrderEntriesOf(Map.of("start", 1, "complete", 1, "poll", 1));
    }

    private <T> List<T> inOneTurn(Supplier<List<Uni<T>>> asked) {
        return redis.inOneTurn(
                () -> asked.get().stream().map(Uni::subscribeAsCompletionStage).toList());
    }

    private static Lease withFence(Lease lease, long fence) {
        return new Lease(
                lease.ref(),
                lease.tool(),
                lease.args(),
                fence,
                lease.attempt(),
                lease.attempts(),
                lease.untilDeadline(),
                lease.trace());
    }

    @Test
    void anotherClientFindsNothing() {
        Lease lease = running(start(job("tool-a"), true));
        JobRef stolen = new JobRef("client-002", lease.ref().jobId());

        assertThat(poll(stolen)).isEmpty();
        assertThat(cancel(stolen)).isEmpty();
        assertThat(store.list("client-002", "", 10, "")
                        .await()
                        .atMost(Duration.ofSeconds(10))
                        .jobs())
                .isEmpty();
    }

    @Test
    void aResultExpiresAndLeavesATombstoneForAsLongAgain() {
        store = redis.store(TestRedis.jobConfig(Map.of("retention", "300ms")));
        Lease lease = running(start(job("tool-a"), true));
        complete(lease, DONE);
        assertThat(poll(lease.ref()).orElseThrow().expired()).isFalse();

        await().until(() -> poll(lease.ref()).map(Job::expired).orElse(false));
        await().until(() -> poll(lease.ref()).isEmpty());
        assertThat(redis.send(Command.KEYS, "*" + lease.ref().jobId()).size()).isZero();
    }

    @Test
    void aResultIsKeptAsLongAfterALateEnd() {
        Lease lease = running(start(job("tool-a", MOMENT), true));
        String id = lease.ref().jobId();
        await().until(() -> redis.send(Command.PTTL, key("job", id)).toLong() < 2 * HOUR - MOMENT.toMillis());

        assertThat(complete(lease, DONE))
                .as("nobody has noticed that it is overdue")
                .isTrue();

        assertThat(redis.send(Command.PTTL, key("payload", id)).toLong()).isBetween(HOUR - 10_000, HOUR);
        assertThat(redis.send(Command.PTTL, key("job", id)).toLong()).isBetween(2 * HOUR - 10_000, 2 * HOUR);
    }

    private static String key(String kind, String jobId) {
        return Keys.partition(CLIENT) + kind + ":" + Keys.member(new JobRef(CLIENT, jobId));
    }

    @Test
    void theQuotaCountsWhatLivesHoweverSoonItsSetWasToGo() {
        String live = Keys.partition(CLIENT) + "live:" + Keys.owner(CLIENT);
        start(job("tool-a"), false);
        // As earlier versions did.
        redis.send(Command.PEXPIRE, live, HOUR / 10);

        start(job("tool-a"), false);

        assertThat(redis.send(Command.PTTL, live).toLong()).isGreaterThan(HOUR);
    }

    @Test
    void theIndexOfAClientThatNeverListsDoesNotGrowForEver() {
        store = redis.store(TestRedis.jobConfig(Map.of("retention", "50ms")));
        String index = "index:" + Keys.owner(CLIENT);
        for (int i = 0; i < 10; i++) {
            Lease lease = running(start(job("tool-a"), true));
            complete(lease, DONE);
            await().until(() -> poll(lease.ref()).isEmpty());
        }

        // The latest, and at the most the one before it.
        assertThat(redis.members(CLIENT, index)).isLessThanOrEqualTo(2);
    }

    @Test
    void listsPageByPageNewestFirst() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            NewJob job = job("tool-a");
            start(job, false);
            ids.add(0, job.ref().jobId());
        }
        List<String> listed = new ArrayList<>();
        String cursor = "";
        do {
            JobPage page = store.list(CLIENT, "", 3, cursor).await().atMost(Duration.ofSeconds(10));
            assertThat(page.jobs()).hasSizeLessThanOrEqualTo(3);
            page.jobs().forEach(job -> listed.add(job.jobId()));
            cursor = page.nextCursor();
        } while (!cursor.isEmpty());

        // Those of one millisecond may change places.
        assertThat(listed).containsExactlyInAnyOrderElementsOf(ids);
    }

    @Test
    void listsByStatus() {
        Lease lease = running(start(job("tool-a"), true));
        complete(lease, DONE);
        start(job("tool-a"), false);

        assertThat(store.list(CLIENT, "done", 10, "")
                        .await()
                        .atMost(Duration.ofSeconds(10))
                        .jobs())
                .extracting(Job::jobId)
                .containsExactly(lease.ref().jobId());
        assertThat(store.list(CLIENT, "running", 10, "")
                        .await()
                        .atMost(Duration.ofSeconds(10))
                        .jobs())
                .hasSize(1);
        assertThat(store.list(CLIENT, "error", 10, "")
                        .await()
                        .atMost(Duration.ofSeconds(10))
                        .jobs())
                .isEmpty();
    }

    @Test
    void ringsOfOtherDatabasesAndOfOtherServersAreNotHeard() {
        Set<String> channels = ConcurrentHashMap.newKeySet();
        for (int database : List.of(0, 1)) {
            for (String server : List.of("server", "another")) {
                channels.add(Doorbell.channelOf(database, server));
            }
        }
        assertThat(channels).hasSize(4).allMatch(channel -> channel.startsWith("goldfish:doorbell:"));

        List<String> heard = new CopyOnWriteArrayList<>();
        redis.store(TestRedis.jobConfig(Map.of())).onRing(ring -> heard.add(ring.jobId()));
        NewJob foreign = job("tool-a");
        redis.send(Command.PUBLISH, "goldfish:doorbell:0:server", "ready " + Keys.member(foreign.ref()));
        NewJob own = job("tool-a");
        // Until it listens.
        await().until(() -> {
            start(own, false);
            redis.ring("ready", own.ref().jobId());
            return heard.contains(own.ref().jobId());
        });
        assertThat(heard).doesNotContain(foreign.ref().jobId());
    }

    @Test
    void scriptsThatRedisForgotAreSentAgain() {
        start(job("tool-a"), true);
        redis.send(Command.SCRIPT, "FLUSH");

        assertThat(start(job("tool-a"), true)).isInstanceOf(Start.Running.class);
    }

    @Test
    void aReapingCountsWhatThereIsAndWhatEndedOnce() {
        Lease done = running(start(job("tool-a"), true));
        complete(done, DONE);
        running(start(job("tool-a"), true));
        NewJob waiting = job("tool-a");
        start(waiting, false);

        Census census = census();

        assertThat(census.queued()).isEqualTo(1);
        assertThat(census.running()).isEqualTo(1);
        assertThat(census.ended()).containsEntry(new Census.Ended("tool-a", JobState.DONE), 1L);
        assertThat(census().ended()).isEmpty();
        await().until(() -> census().oldest().compareTo(Duration.ofMillis(50)) > 0);
    }

    @Test
    void aRememberedCallIsNoJobThatEnded() {
        NewJob call = new NewJob(ref(), "tool-a", "digest", "{}", false, 1, LONG, LIVE_JOBS, "");
        complete(running(start(call, true)), DONE);

        assertThat(census().ended()).isEmpty();
    }

    /** What a replica counts as soon as it may reap: one whose leases are short may do so early. */
    private Census census() {
        return await().until(() -> get(reaper.reap(Set.of("tool-a"))), Optional::isPresent)
                .orElseThrow();
    }

    @Test
    void underMemoryPressureStartsAreRefusedAndRunningJobsFinish() {
        Lease lease = running(start(job("tool-a"), true));
        NewJob refused = job("tool-a");
        redis.send(Command.CONFIG, "SET", "maxmemory", "1");
        try {
            assertThat(store.start(refused, true)
                            .map(start -> "started")
                            .onFailure(dev.goldfish.protocol.UnavailableException.class)
                            .recoverWithItem("refused")
                            .await()
                            .indefinitely())
                    .isEqualTo("refused");
            assertThat(complete(lease, DONE)).isTrue();
        } finally {
            redis.send(Command.CONFIG, "SET", "maxmemory", "0");
        }
        assertThat(poll(refused.ref())).isEmpty();
        assertThat(poll(lease.ref()).orElseThrow().result()).isEqualTo("{\"a\":1}");
    }

    private static JobRef ref() {
        return new JobRef(CLIENT, UUID.randomUUID().toString());
    }

    private static NewJob job(String tool) {
        return job(tool, LIVE_JOBS);
    }

    private static NewJob job(String tool, int liveJobs) {
        return new NewJob(ref(), tool, "digest", "{}", true, 3, LONG, liveJobs, "");
    }

    private static NewJob job(String tool, Duration maxRuntime) {
        return new NewJob(ref(), tool, "digest", "{}", true, 3, maxRuntime, LIVE_JOBS, "");
    }

    private Start start(NewJob job, boolean slot) {
        return get(store.start(job, slot));
    }

    private static Lease running(Start start) {
        return ((Start.Running) start).lease();
    }

    /** Claims until something comes: the doorbell that says where to look travels by itself. */
    private List<Lease> claim(Set<String> tools, int most) {
        List<Lease> claimed = new ArrayList<>();
        await().until(() -> {
            claimed.addAll(get(store.claim(tools, most - claimed.size())));
            return !claimed.isEmpty();
        });
        return claimed;
    }

    private Lease claimAgain() {
        List<Lease> claimed = new ArrayList<>();
        await().until(() -> {
            get(store.reap(Set.of("tool")));
            claimed.addAll(get(store.claim(Set.of("tool-a"), 1)));
            return !claimed.isEmpty();
        });
        return claimed.get(0);
    }

    private boolean complete(Lease lease, Ending ending) {
        return get(store.complete(lease, ending)) == Written.WRITTEN;
    }

    private Renewal renew(Lease lease) {
        return get(store.renew(List.of(lease))).get(lease);
    }

    private Optional<Job> poll(JobRef ref) {
        return get(store.poll(ref));
    }

    private Optional<Job> cancel(JobRef ref) {
        return get(store.cancel(ref));
    }

    private void assertSets(int ready, int lease, int due) {
        assertThat(redis.waiting(CLIENT)).as("ready").isEqualTo(ready);
        assertThat(redis.members(CLIENT, "lease")).as("lease").isEqualTo(lease);
        assertThat(redis.members(CLIENT, "due")).as("due").isEqualTo(due);
    }

    private static <T> T get(Uni<T> uni) {
        return uni.await().atMost(Duration.ofSeconds(10));
    }
}
