package dev.goldfish.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.goldfish.protocol.Outcome;
import dev.goldfish.protocol.Status;
import dev.goldfish.redis.TestRedis;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Jobs from start to end with a worker, on a real Redis: what tools do, and what is done to them. */
class JobLifeTest {
    private TestRedis redis;
    private ExecutorService threads;

    @BeforeEach
    void begin() {
        redis = new TestRedis();
        threads = Executors.newCachedThreadPool();
    }

    @AfterEach
    void end() {
        threads.shutdownNow();
        redis.close();
    }

    @Test
    void aLongPollOnAnotherReplicaReturnsAsSoonAsTheJobEnds() {
        TestReplica a = replica(Map.of());
        TestReplica b = replica(Map.of("worker", "false"));
        String job = a.start("gated", "{}");

        var polled = b.longPoll(job).subscribeAsCompletionStage();
        await().until(() -> a.gated.begun.get() == 1);
        assertThat(polled).isNotDone();
        a.gated.gate.countDown();

        // Sooner than the first fallback, which comes after two seconds at the earliest.
        Outcome outcome = polled.orTimeout(1_500, TimeUnit.MILLISECONDS).join();
        assertThat(outcome.status()).isEqualTo(Status.DONE);
        assertThat(outcome.result()).isEqualTo("{\"count\":1}");
    }

    @Test
    void aReplicaWithoutAWorkerLeavesItsJobsToOthers() {
        TestReplica front = replica(Map.of("worker", "false"));
        String job = front.start("gated", "{}");
        assertThat(front.poll(job).status()).isEqualTo(Status.RUNNING);

        TestReplica back = replica(Map.of());
        back.gated.gate.countDown();

        assertThat(front.end(job).status()).isEqualTo(Status.DONE);
        assertThat(front.gated.begun).hasValue(0);
    }

    @Test
    void progressShowsInPolls() {
        TestReplica replica = replica(Map.of());
        String job = replica.start("gated", "{}");

        await().until(() -> String.valueOf(replica.poll(job).result()).contains("half way"));
        replica.gated.gate.countDown();
        replica.end(job);
    }

    @Test
    void aJobOutlivesItsFirstLeases() {
        TestReplica replica = replica(Map.of("lease", "1s"));
        String job = replica.start("gated", "{}");
        await().until(() -> replica.gated.begun.get() == 1);

        await().during(Duration.ofMillis(2_500)).until(() -> replica.gated.begun.get() == 1);
        replica.gated.gate.countDown();

        assertThat(replica.end(job).result()).isEqualTo("{\"count\":1}");
    }

    @Test
    void cancellingInterruptsTheTool() {
        TestReplica a = replica(Map.of());
        TestReplica b = replica(Map.of("worker", "false"));
        String job = a.start("gated", "{}");
        await().until(() -> a.gated.begun.get() == 1);

        b.cancel(job);

        assertThat(b.end(job).error()).isEqualTo("job cancelled");
        await().until(() -> a.gated.interrupted.get() == 1);
    }

    @Test
    void aRingThatIsNotTrueStopsNothing() {
        TestReplica replica = replica(Map.of("lease", "60s"));
        String job = replica.start("gated", "{}");
        await().until(() -> replica.gated.begun.get() == 1);

        redis.ring("cancel", job);
        redis.ring("ended", job);
        String next = replica.start("gated", "{}");
        replica.cancel(next);

        // Rings are heard one after the other.
        await().until(() -> replica.gated.interrupted.get() == 1);
        assertThat(replica.end(next).error()).isEqualTo("job cancelled");
        assertThat(replica.poll(job).status()).isEqualTo(Status.RUNNING);
        replica.gated.gate.countDown();
        assertThat(replica.end(job).status()).isEqualTo(Status.DONE);
    }

    @Test
    void aJobIsFinalAtItsDeadlineEvenWhereItsToolIgnoresTheInterruption() {
        TestReplica replica = replica(Map.of());
        String job = replica.start("stubborn", "{}");

        assertThat(replica.end(job).error()).isEqualTo("job timed out");
        replica.stubborn.gate.countDown();
    }

    @Test
    void aJobWithoutProgressIsStoppedAfterItsStallTimeout() {
        TestReplica replica = replica(Map.of());
        String job = replica.start("silent", "{}");

        assertThat(replica.end(job).error()).isEqualTo("job timed out");
        await().until(() -> replica.silent.interrupted.get() == 1);
    }

    @Test
    void aToolsOwnMessageIsShownAndNoOther() {
        TestReplica replica = replica(Map.of());

        assertThat(replica.end(replica.start("failing", "{\"openly\":true}")).error())
                .isEqualTo("tool failed: no paper");
        assertThat(replica.end(replica.start("failing", "{\"openly\":false}")).error())
                .isEqualTo("tool failed");
    }

    @Test
    void aResultThatIsTooLongFailsTheJob() {
        TestReplica replica = replica(Map.of());

        assertThat(replica.end(replica.start("talkative", "{}")).error())
                .isEqualTo("tool failed: the result is longer than 1000 bytes");
    }

    @Test
    void moreJobsThanSlotsRunOneAfterTheOther() {
        TestReplica replica = replica(Map.of("slots", "1"));
        String first = replica.start("gated", "{}");
        String second = replica.start("gated", "{}");
        await().until(() -> replica.gated.begun.get() == 1);
        replica.gated.gate.countDown();

        assertThat(replica.end(first).status()).isEqualTo(Status.DONE);
        assertThat(replica.end(second).status()).isEqualTo(Status.DONE);
    }

    @Test
    void whatWaitsBeginsAsSoonAsRedisIsBackWhereSlotsBecameFreeMeanwhile() {
        Duration lease = Duration.ofSeconds(60);
        TestReplica replica = replica(Map.of("slots", "1", "lease", lease.toSeconds() + "s"));
        replica.start("gated", "{}");
        replica.start("gated", "{}");
        await().until(() -> replica.gated.begun.get() == 1);

        // Longer than the claim of the slot waits for its answer.
        redis.pause(Duration.ofSeconds(4));
        replica.gated.gate.countDown();

        // Nothing may be reaped before the time of a lease is over.
        await().atMost(lease.dividedBy(2)).until(() -> replica.gated.begun.get() == 2);
    }

    @Test
    void aLongPollIsAnsweredInTheContextOfItsCall() {
        TestReplica replica = replica(Map.of());
        String job = replica.start("gated", "{}");
        Context call = ((ContextInternal) redis.vertx().getOrCreateContext()).duplicate();
        CompletableFuture<Context> answeredIn = new CompletableFuture<>();

        call.runOnContext(
                now -> replica.longPoll(job).subscribe().with(outcome -> answeredIn.complete(Vertx.currentContext())));
        assertThat(replica.poll(job).status()).isEqualTo(Status.RUNNING);
        replica.gated.gate.countDown();

        assertThat(answeredIn.orTimeout(10, TimeUnit.SECONDS).join()).isSameAs(call);
    }

    @Test
    void aReplicaThatStopsHandsBackWhatItCannotFinish() throws InterruptedException {
        TestReplica a = replica(Map.of());
        String job = a.start("gated", "{}");
        await().until(() -> a.gated.begun.get() == 1);

        a.worker.close();
        a.worker.drain();
        TestReplica b = replica(Map.of());
        b.gated.gate.countDown();

        // The first attempt again: stopping burned none.
        assertThat(b.end(job).result()).isEqualTo("{\"count\":1}");
        await().until(() -> a.gated.interrupted.get() == 1);
    }

    @Test
    void longPollsAreAnsweredAtOnceWhenTheReplicaStops() {
        TestReplica replica = replica(Map.of());
        String job = replica.start("gated", "{}");
        var polled = replica.longPoll(job).subscribeAsCompletionStage();

        replica.worker.close();
        await().untilAsserted(() -> {
            replica.service.answerLongPolls();
            assertThat(polled).isDone();
        });
        assertThat(polled.join().status()).isEqualTo(Status.RUNNING);
        replica.gated.gate.countDown();
    }

    @Test
    void aWorkerWhoseTimerIsWedgedFallsSilent() {
        JobWorker worker = replica(Map.of()).worker;
        CountDownLatch wedge = new CountDownLatch(1);
        redis.timer().execute(() -> awaitQuietly(wedge));

        await().until(() -> worker.silence().toSeconds() >= 4);
        wedge.countDown();

        await().until(() -> worker.silence().toSeconds() < 4);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private TestReplica replica(Map<String, String> settings) {
        return new TestReplica(redis, threads, settings);
    }
}
