package dev.goldfish.attacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.goldfish.server.Answer;
import dev.goldfish.server.RawConnection;
import dev.goldfish.server.TestCaller;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients of good standing who want too much, and work that goes wrong. */
@QuarkusTest
@TestProfile(AttacksProfile.class)
@ExtendWith(QuietLog.class)
class LoadAttackTest {
    private static final String TWENTY_SECONDS = "{\"seconds\":20}";

    @RegisterExtension
    final Row row = new Row();

    private final List<String> started = new ArrayList<>();

    @AfterEach
    void leaveNoJobBehind() {
        started.forEach(jobId -> Callers.SECOND.call("cancel_job", "{\"job_id\":\"" + jobId + "\"}"));
        started.forEach(jobId -> Callers.SECOND.call("poll_job", "{\"job_id\":\"" + jobId + "\",\"wait_ms\":30000}"));
    }

    @Attack("A53")
    @Test
    void jobsWithoutEnd() {
        for (int i = 0; i < 3; i++) {
            start();
        }

        Answer refused = row.refuses(Callers.SECOND.call("start_long_task", TWENTY_SECONDS));

        assertThat(refused.retryAfter()).isNotEmpty();
        assertThat(Callers.SECOND
                        .call("list_jobs", "{\"status\":\"running\"}")
                        .result()
                        .path("jobs"))
                .as("accepted jobs are kept, the refused one is none")
                .hasSize(3);
        String jobId = Callers.FIRST
                .call("start_long_task", "{\"seconds\":1}")
                .is(202, "accepted")
                .jobId();
        Callers.FIRST
                .call("poll_job", "{\"job_id\":\"" + jobId + "\",\"wait_ms\":30000}")
                .is(200, "done");
    }

    @Attack("A65")
    @Test
    void bytesWithoutEnd() {
        String args = "{\"seconds\":20,\"payload\":{\"a\":\"" + "x".repeat(200_000) + "\"}}";
        List<String> hoard = new ArrayList<>();
        Answer answer = Callers.HOARDER.call("start_long_task", args);
        for (; answer.http() == 202; answer = Callers.HOARDER.call("start_long_task", args)) {
            hoard.add(answer.jobId());
        }

        row.refuses(answer);
        assertThat(hoard).as("what fits into 16 MiB").hasSizeBetween(75, 85);
        String jobId = Callers.NEIGHBOUR
                .call("start_long_task", "{\"seconds\":1}")
                .is(202, "accepted")
                .jobId();
        cancel(Callers.NEIGHBOUR, jobId);
        hoard.forEach(job -> cancel(Callers.HOARDER, job));
    }

    private static void cancel(TestCaller caller, String jobId) {
        caller.call("cancel_job", "{\"job_id\":\"" + jobId + "\"}");
    }

    @Attack("A66")
    @Test
    void listsWithoutEnd() {
        long begun = System.nanoTime();
        int granted = 0;
        Answer answer = Callers.BROWSER.call("list_jobs", "{\"limit\":200}");
        for (; answer.http() == 200; answer = Callers.BROWSER.call("list_jobs", "{\"limit\":200}")) {
            granted++;
        }

        row.refuses(answer);
        long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun);
        assertThat(granted)
                .as("lists of a client who may call 20 times a second")
                .isLessThanOrEqualTo((int) seconds + 2);
    }

    @Attack("A69")
    @Test
    void jobsBeforeEverybodyElses() {
        List<String> hoard = IntStream.range(0, 120)
                .mapToObj(i -> Callers.HOARDER
                        .call("start_long_task", "{\"seconds\":2}")
                        .is(202, "accepted")
                        .jobId())
                .toList();
        String jobId = row.grants(Callers.NEIGHBOUR.call("start_long_task", "{\"seconds\":1}"))
                .jobId();

        Callers.NEIGHBOUR
                .call("poll_job", "{\"job_id\":\"" + jobId + "\",\"wait_ms\":30000}")
                .is(200, "done");

        assertThat(Callers.HOARDER
                        .call("list_jobs", "{\"status\":\"running\",\"limit\":200}")
                        .result()
                        .path("jobs"))
                .as("those that came before and wait")
                .hasSizeGreaterThan(30);
        hoard.forEach(job -> cancel(Callers.HOARDER, job));
    }

    @Attack("A54")
    @Test
    void pollsWithoutEnd() {
        String poll = "{\"job_id\":\"00000000-0000-0000-0000-000000000000\"}";
        await().until(() -> Callers.SLOW.call("poll_job", poll).http() == 429);
        long before = commands();
        int refused = 0;
        for (int i = 0; i < 300; i++) {
            Answer answer = Callers.SLOW.call("poll_job", poll);
            if (answer.http() != 404) {
                row.refuses(answer);
                refused++;
            }
        }

        assertThat(refused).isGreaterThan(200);
        assertThat(commands() - before)
                .as("commands to Redis for %d refused polls", refused)
                .isLessThan(2L * refused);
    }

    private static long commands() {
        return Harmless.redis("INFO", "stats")
                .toString()
                .lines()
                .filter(line -> line.startsWith("total_commands_processed:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .sum();
    }

    @Attack("A55")
    @Test
    void aStartAgainUnderItsRequestId() {
        ObjectNode envelope = Callers.SECOND.envelope("start_long_task", TWENTY_SECONDS);
        String jobId = start(envelope).jobId();

        Answer again = row.grants(Callers.SECOND.send(TestCaller.again(envelope)));

        assertThat(again.jobId()).isEqualTo(jobId);
        assertThat(Callers.SECOND
                        .call("list_jobs", "{\"status\":\"running\"}")
                        .result()
                        .path("jobs"))
                .hasSize(1);
        ObjectNode other = TestCaller.again(envelope);
        other.set("args", Callers.node("{\"seconds\":1}"));
        Callers.SECOND.send(other).refused(409, "request id reused");
    }

    @Attack("A57")
    @ParameterizedTest
    @ValueSource(strings = {"unsaid", "checked", "error", "memory", "unwritable"})
    void aToolThatFails(String how) {
        String args = "{\"how\":\"" + how + "\"}";
        Answer answer = row.refuses(500, Callers.FIRST.call("test_fail", args));
        row.promises("job error");
        String jobId =
                Callers.FIRST.call("test_fail_job", args).is(202, "accepted").jobId();
        Answer job = Callers.FIRST
                .call("poll_job", "{\"job_id\":\"" + jobId + "\",\"wait_ms\":30000}")
                .is(200, "error");

        assertThat(List.of(answer.error(), job.error())).containsOnly("tool failed");
        assertThat(answer.text() + job.text()).doesNotContain("hunter2", "Exception", "Error", "dev.goldfish");
    }

    @Attack("A72")
    @Test
    void inventedClientsWithSignaturesOfPublicKeys() {
        List<Answer> flood = flood(400);
        Callers.FIRST.call(Callers.TOOL, Callers.ARGS).is(200, "ok");

        long began = System.nanoTime();
        long before = verifierNanos();
        CompletableFuture<List<Answer>> more = CompletableFuture.supplyAsync(() -> flood(400));
        int calls = 0;
        do {
            Callers.FIRST.call(Callers.TOOL, Callers.ARGS).is(200, "ok");
            calls++;
        } while (!more.isDone());

        assertThat((double) (verifierNanos() - before) / (System.nanoTime() - began))
                .as("processors that verify for an address that only sends what is wrong")
                .isLessThan(0.5);
        assertThat(calls).as("calls of others meanwhile").isGreaterThan(1);
        flood.addAll(more.join());
        flood.forEach(answer -> row.refuses(answer.http(), answer));
    }

    /** Calls of clients that do not exist, over several connections. */
    private static List<Answer> flood(int each) {
        List<CompletableFuture<List<Answer>>> floods = IntStream.range(0, 4)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> invented(each)))
                .toList();
        return new ArrayList<>(
                floods.stream().flatMap(flood -> flood.join().stream()).toList());
    }

    private static List<Answer> invented(int count) {
        List<Answer> answers = new ArrayList<>();
        try (RawConnection connection = new RawConnection()) {
            for (int i = 0; i < count; i++) {
                ObjectNode envelope = new TestCaller("invented-" + UUID.randomUUID(), "").envelope(Callers.TOOL, "{}");
                envelope.put("signature", "0123456789abcdef".repeat(8));
                answers.add(connection
                        .send(RawConnection.request(RawConnection.utf8(envelope.toString())))
                        .read()
                        .answer());
            }
        }
        return answers;
    }

    /** How long the threads that verify signatures of public keys have been at it. */
    private static long verifierNanos() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
                .filter(thread -> thread != null && thread.getThreadName().equals("goldfish-verifier"))
                .mapToLong(thread -> Math.max(0, threads.getThreadCpuTime(thread.getThreadId())))
                .sum();
    }

    private Answer start() {
        return start(Callers.SECOND.envelope("start_long_task", TWENTY_SECONDS));
    }

    private Answer start(ObjectNode envelope) {
        Answer answer = Callers.SECOND.send(envelope).is(202, "accepted");
        started.add(answer.jobId());
        return answer;
    }
}
