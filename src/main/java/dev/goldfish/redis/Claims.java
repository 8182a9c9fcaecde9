package dev.goldfish.redis;

import dev.goldfish.job.Lease;
import dev.goldfish.protocol.UnavailableException;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import org.jboss.logging.Logger;

/** Claims waiting jobs from one partition after another. */
final class Claims {
    private static final Logger LOG = Logger.getLogger(Claims.class);

    private final BiFunction<String, Words, Uni<Response>> send;
    private final Unanswered unanswered;
    private final Duration lease;
    /** Partitions in which jobs may wait. */
    private final Set<String> hopeful = ConcurrentHashMap.newKeySet();

    /** @param send sends a claim to a partition */
    Claims(BiFunction<String, Words, Uni<Response>> send, Unanswered unanswered, Duration lease) {
        this.send = send;
        this.unanswered = unanswered;
        this.lease = lease;
        // What waits from before this replica began has rung already.
        hopeful.addAll(Keys.PARTITIONS);
    }

    /** Notes that jobs may wait in a partition. */
    void hope(String partition) {
        hopeful.add(partition);
    }

    boolean mayHoldWork() {
        return !hopeful.isEmpty();
    }

    /** Fails only where no partition answered. */
    Uni<List<Lease>> claim(Set<String> tools, int most) {
        List<String> partitions = new ArrayList<>(hopeful);
        // Every partition is to be the first one as often as the others.
        Collections.shuffle(partitions);
        return new Round(tools, most).from(partitions);
    }

    private final class Round {
        private final long began = System.nanoTime();
        private final List<Lease> claimed = new ArrayList<>();
        private final Set<String> tools;
        private final int most;
        private boolean answered;

        Round(Set<String> tools, int most) {
            this.tools = tools;
            this.most = most;
        }

        Uni<List<Lease>> from(List<String> partitions) {
            if (partitions.isEmpty() || claimed.size() == most || mustRunNow()) {
                return Uni.createFrom().item(claimed);
            }
            String partition = partitions.get(0);
            List<String> others = partitions.subList(1, partitions.size());
            int asked = most - claimed.size();
            // Before asking: a job that comes meanwhile makes it hopeful again.
            hopeful.remove(partition);
            String claimId = Unanswered.claimId();
            Words words = Words.ofArgs(lease.toMillis(), claimId, asked).with(tools.toArray());
            return send.apply(partition, words)
                    .invoke(answer -> take(partition, answer, asked))
                    .onItemOrFailure()
                    .transformToUni((answer, failure) -> {
                        if (failure != null) {
                            // Not asked again before it has answered a reaping: it would cost free slots their time.
                            unanswered.note(partition, claimId, failure);
                            Logger.Level level =
                                    failure instanceof UnavailableException ? Logger.Level.DEBUG : Logger.Level.ERROR;
                            LOG.logf(level, "nothing claimed from %s: %s", partition, failure);
                        }
                        return failure != null && others.isEmpty() && !answered
                                ? Uni.createFrom().failure(failure)
                                : from(others);
                    });
        }

        /** What is claimed must run before its lease is over, however long other partitions take to answer. */
        private boolean mustRunNow() {
            return !claimed.isEmpty() && System.nanoTime() - began > lease.toNanos() / 3;
        }

        private void take(String partition, Response answer, int asked) {
            answered = true;
            for (Response given : answer) {
                claimed.add(Answers.lease(given));
            }
            if (answer.size() == asked) {
                hopeful.add(partition);
            }
        }
    }
}
