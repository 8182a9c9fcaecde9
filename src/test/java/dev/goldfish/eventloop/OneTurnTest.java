package dev.goldfish.eventloop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OneTurnTest {
    private record Sent(String destination, List<Integer> things, Thread thread) {}

    private final Vertx vertx = Vertx.vertx();
    private final List<Sent> sent = new CopyOnWriteArrayList<>();
    private final OneTurn<Integer> turn = new OneTurn<>(
            64, (destination, things) -> sent.add(new Sent(destination, List.copyOf(things), Thread.currentThread())));

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void whatOneTurnAsksForTravelsTogetherByDestination() {
        vertx.getOrCreateContext().runOnContext(now -> {
            turn.add("a", 1);
            turn.add("b", 2);
            turn.add("a", 3);
            assertThat(sent).isEmpty();
        });

        await().until(() -> sent.size() == 2);

        assertThat(sent).extracting(Sent::destination).containsExactly("a", "b");
        assertThat(sent).extracting(Sent::things).containsExactly(List.of(1, 3), List.of(2));
    }

    @Test
    void theNextTurnTravelsAnew() {
        Context loop = vertx.getOrCreateContext();
        loop.runOnContext(now -> turn.add("a", 1));
        await().until(() -> sent.size() == 1);

        loop.runOnContext(now -> turn.add("a", 2));

        await().until(() -> sent.size() == 2);
        assertThat(sent).extracting(Sent::things).containsExactly(List.of(1), List.of(2));
    }

    @Test
    void whatIsTooMuchForOneJourneyTakesTwo() {
        vertx.getOrCreateContext().runOnContext(now -> IntStream.range(0, 100).forEach(thing -> turn.add("a", thing)));

        await().until(() -> sent.size() == 2);

        assertThat(sent).extracting(one -> one.things().size()).containsExactly(64, 36);
    }

    @Test
    void anotherThreadWaitsForNobody() {
        turn.add("a", 1);
        turn.add("a", 2);

        assertThat(sent).extracting(Sent::things).containsExactly(List.of(1), List.of(2));
        assertThat(sent).extracting(Sent::thread).containsOnly(Thread.currentThread());
    }

    @Test
    void aThreadOfAWorkerWaitsForNobodyEither() {
        ((VertxInternal) vertx).createWorkerContext().runOnContext(now -> {
            turn.add("a", 1);
            turn.add("a", 2);
        });

        await().until(() -> sent.size() == 2);

        assertThat(sent).extracting(Sent::things).containsExactly(List.of(1), List.of(2));
    }
}
