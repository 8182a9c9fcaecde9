package dev.goldfish.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What Redis held of all jobs at one moment, read past the server.
 *
 * @param contradictions jobs whose state and indexes disagree
 * @param jobs by id
 */
record Audit(List<String> contradictions, Map<String, Seen> jobs, long ready, long leased, long due) {
    private static final String SCRIPT = script();
    private static final Set<String> LIVE = Set.of("QUEUED", "RUNNING");
    /** The hash tags of the server's partitions. */
    static final List<String> PARTITIONS =
            IntStream.range(0, 16).mapToObj(i -> String.format("{j%02d}", i)).toList();

    /** One job; ended is empty while it has not. */
    record Seen(String state, int attempt, String ended, long fence) {
        boolean terminal() {
            return !LIVE.contains(state);
        }
    }

    static Audit of(RedisProcess redis) {
        return of(redis, PARTITIONS);
    }

    /** Of some partitions only: those that a node of a Redis Cluster serves. */
    static Audit of(RedisProcess redis, List<String> partitions) {
        List<String> command = new ArrayList<>(List.of("EVAL", SCRIPT, "0"));
        command.addAll(partitions);
        List<?> answer = (List<?>) Objects.requireNonNull(redis.command(command.toArray(String[]::new)));
        Map<String, Seen> jobs = new HashMap<>();
        List<?> fields = (List<?>) answer.get(1);
        for (int i = 0; i < fields.size(); i += 5) {
            jobs.put(
                    (String) fields.get(i),
                    new Seen(
                            (String) fields.get(i + 1),
                            Integer.parseInt((String) fields.get(i + 2)),
                            (String) fields.get(i + 3),
                            Long.parseLong((String) fields.get(i + 4))));
        }
        List<String> contradictions =
                ((List<?>) answer.get(0)).stream().map(Object::toString).toList();
        return new Audit(contradictions, jobs, (Long) answer.get(2), (Long) answer.get(3), (Long) answer.get(4));
    }

    /** What two servers held. */
    Audit and(Audit other) {
        List<String> allContradictions = new ArrayList<>(contradictions);
        allContradictions.addAll(other.contradictions);
        Map<String, Seen> allJobs = new HashMap<>(jobs);
        allJobs.putAll(other.jobs);
        return new Audit(allContradictions, allJobs, ready + other.ready, leased + other.leased, due + other.due);
    }

    Seen job(String id) {
        return Objects.requireNonNull(jobs.get(id), () -> "job " + id + " is lost");
    }

    long inState(String state) {
        return jobs.values().stream().filter(job -> job.state().equals(state)).count();
    }

    private static String script() {
        try (InputStream in = Objects.requireNonNull(Audit.class.getResourceAsStream("audit.lua"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
