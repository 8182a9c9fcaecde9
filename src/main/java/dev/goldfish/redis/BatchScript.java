package dev.goldfish.redis;

import dev.goldfish.eventloop.EventLoops;
import dev.goldfish.eventloop.OneTurn;
import io.vertx.redis.client.Response;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * A script that takes any number of things of one partition, and answers for each. A round trip is shared by those that an
 * event loop asks for within one of its turns, and by those that other threads ask for while such a one is under way.
 */
final class BatchScript {
    private record Asked<T>(Words words, Function<Response, T> read, Executor caller, CompletableFuture<T> answer) {
        void answered(Response response) {
            // What comes after the answer belongs to the call that asked.
            caller.execute(() -> {
                try {
                    answer.complete(read.apply(response));
                } catch (RuntimeException e) {
                    answer.completeExceptionally(e);
                }
            });
        }

        void failed(Throwable failure) {
            caller.execute(() -> answer.completeExceptionally(failure));
        }
    }

    private final Script script;
    private final RedisLink link;
    private final Function<String, Words> heading;
    private final boolean traced;
    private final OneTurn<Asked<?>> turn;

    /**
     * @param most how many things share a round trip at the most: Redis does nothing else meanwhile
     * @param traced whether each thing has a round trip of its own, so that the trace of its call can show it
     * @param heading what comes before all things of a partition
     */
    BatchScript(Script script, RedisLink link, int most, boolean traced, Function<String, Words> heading) {
        this.script = script;
        this.link = link;
        this.heading = heading;
        this.traced = traced;
        GroupCommit<Asked<?>> group = new GroupCommit<>(most, this::send);
        this.turn = new OneTurn<>(most, this::send, group::add);
    }

    /**
     * Has one thing done.
     *
     * @param read reads the answer for it, which is null for Redis' nil
     * @return what was read; fails with the very failure that {@link RedisLink#send} fails with
     */
    <T> CompletionStage<T> run(String partition, Words words, Function<Response, T> read) {
        Asked<T> asked = new Asked<>(words, read, EventLoops.caller(), new CompletableFuture<>());
        if (traced) {
            send(partition, List.of(asked));
        } else {
            turn.add(partition, asked);
        }
        return asked.answer();
    }

    private CompletionStage<Response> send(String partition, List<Asked<?>> together) {
        CompletionStage<Response> trip = exchange(partition, together);
        trip.whenComplete((answers, failure) -> {
            for (int i = 0; i < together.size(); i++) {
                if (failure == null) {
                    together.get(i).answered(answers.get(i));
                } else {
                    together.get(i).failed(RedisErrors.cause(failure));
                }
            }
        });
        return trip;
    }

    /** Never throws: all that travel together wait for what becomes of it. */
    private CompletionStage<Response> exchange(String partition, List<Asked<?>> together) {
        try {
            Words all = heading.apply(partition)
                    .and(together.stream().map(Asked::words).toList());
            return script.run(link::send, all).thenApply(answers -> checked(answers, together.size()));
        } catch (Throwable e) {
            return CompletableFuture.failedStage(e);
        }
    }

    private static Response checked(Response answers, int asked) {
        if (answers.size() != asked) {
            throw new IllegalStateException("a script gave " + answers.size() + " answers for " + asked);
        }
        return answers;
    }
}
