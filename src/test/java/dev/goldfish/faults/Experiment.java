package dev.goldfish.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Keeps the books of one fault experiment: which jobs were accepted, what became of them, and whether Redis ever held
 * a contradiction. Looks every quarter of a second while the experiment runs.
 */
final class Experiment implements AutoCloseable {
    private static final Duration LOOK = Duration.ofMillis(250);
    private static final String LATE = "came too late";

    private final int number;
    private final String name;
    private final Supplier<Audit> audit;
    private final Supplier<List<Replica>> replicas;
    private final Doorbells doorbells;
    private final Thread auditor;
    private final long lateBefore;

    private final Set<String> accepted = ConcurrentHashMap.newKeySet();
    private final Map<String, Audit.Seen> ended = new HashMap<>();
    private final List<String> contradictions = new CopyOnWriteArrayList<>();
    private volatile boolean closed;

    /**
     * @param audit looks into Redis, which may be away
     * @param port of a Redis that hears all doorbells
     * @param replicas all that were ever started for it, dead ones too
     */
    Experiment(int number, String name, Supplier<Audit> audit, IntSupplier port, Supplier<List<Replica>> replicas) {
        this.number = number;
        this.name = name;
        this.audit = audit;
        this.replicas = replicas;
        this.lateBefore = lateCompletions();
        this.doorbells = new Doorbells(port);
        this.auditor = new Thread(this::keepLooking, "auditor");
        auditor.setDaemon(true);
        auditor.start();
    }

    /** Notes that a start was answered with {@code accepted}. */
    String accepted(String jobId) {
        accepted.add(jobId);
        return jobId;
    }

    int acceptedJobs() {
        return accepted.size();
    }

    Doorbells doorbells() {
        return doorbells;
    }

    /** Redis lost writes that it had acknowledged: what was seen before does not count any more. */
    synchronized void dataLost() {
        ended.clear();
        doorbells.forget();
    }

    private void keepLooking() {
        while (!closed) {
            try {
                look();
            } catch (UncheckedIOException e) {
                // Redis is away, as the experiment wants it.
            }
            try {
                Thread.sleep(LOOK.toMillis());
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** All jobs as they are or, where they are gone, as they ended. */
    synchronized Audit look() {
        Audit seen = audit.get();
        contradictions.addAll(seen.contradictions());
        seen.jobs().forEach((id, now) -> {
            Audit.Seen before = ended.get(id);
            if (before != null && !before.equals(now)) {
                contradictions.add(id + " was " + before + " and is " + now);
            } else if (now.terminal()) {
                ended.put(id, now);
            }
        });
        // What has ended is kept here when its retention is over.
        Map<String, Audit.Seen> all = new HashMap<>(ended);
        all.putAll(seen.jobs());
        return new Audit(seen.contradictions(), all, seen.ready(), seen.leased(), seen.due());
    }

    /** How many accepted jobs are in a state. */
    long count(String state) {
        return look().inState(state);
    }

    Audit.Seen job(String id) {
        return look().job(id);
    }

    /** Waits for the end of all accepted jobs, checks what must hold in every experiment, and prints its line. */
    Audit conclude(Duration most) {
        Audit end;
        try {
            await("all jobs are terminal")
                    .atMost(most)
                    .pollInterval(LOOK)
                    .ignoreExceptionsMatching(UncheckedIOException.class::isInstance)
                    .until(() -> terminal(look()) == accepted.size());
        } finally {
            end = look();
            System.out.printf(
                    "fault %2d %-47s accepted %d, terminal %d, lost %d, completed twice %d, late completions refused %d%n",
                    number,
                    name + ":",
                    accepted.size(),
                    terminal(end),
                    lost(end),
                    doorbells.endedTwice(),
                    lateCompletions() - lateBefore);
        }
        assertThat(contradictions).as("contradictions in Redis").isEmpty();
        assertThat(lost(end)).as("lost jobs").isZero();
        assertThat(doorbells.endedTwice()).as("jobs completed twice").isZero();
        assertThat(List.of(end.ready(), end.leased(), end.due()))
                .as("what is left in the indexes ready, lease and due")
                .containsExactly(0L, 0L, 0L);
        assertThat(end.jobs().keySet()).as("jobs in Redis").isEqualTo(accepted);
        return end;
    }

    /** States of all jobs, with their numbers. */
    static Map<String, Long> states(Audit audit) {
        return audit.jobs().values().stream().collect(Collectors.groupingBy(Audit.Seen::state, Collectors.counting()));
    }

    long lateRefused() {
        return lateCompletions() - lateBefore;
    }

    private long terminal(Audit audit) {
        return accepted.stream()
                .map(audit.jobs()::get)
                .filter(job -> job != null && job.terminal())
                .count();
    }

    private long lost(Audit audit) {
        return accepted.stream().filter(id -> !audit.jobs().containsKey(id)).count();
    }

    private long lateCompletions() {
        List<Replica> all = new ArrayList<>(replicas.get());
        return all.stream()
                .mapToLong(replica -> replica.log()
                        .lines()
                        .filter(line -> line.contains(LATE))
                        .count())
                .sum();
    }

    @Override
    public void close() {
        closed = true;
        auditor.interrupt();
        try {
            auditor.join(5_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        doorbells.close();
    }
}
