package dev.goldfish.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GroupCommitTest {
    private record Trip(String destination, List<Integer> things, CompletableFuture<Void> end) {}

    private final List<Trip> trips = new ArrayList<>();
    private final GroupCommit<Integer> group = new GroupCommit<>(16, (destination, things) -> {
        Trip trip = new Trip(destination, things, new CompletableFuture<>());
        trips.add(trip);
        return trip.end();
    });

    @Test
    void whatFindsNothingUnderWayTravelsAtOnce() {
        group.add("a", 1);
        trips.get(0).end().complete(null);
        group.add("a", 2);

        assertThat(trips).extracting(Trip::things).containsExactly(List.of(1), List.of(2));
    }

    @Test
    void whatComesMeanwhileTravelsTogetherInItsOrder() {
        group.add("a", 1);
        group.add("a", 2);
        group.add("a", 3);
        assertThat(trips).hasSize(1);

        trips.get(0).end().complete(null);

        assertThat(trips).extracting(Trip::things).containsExactly(List.of(1), List.of(2, 3));
    }

    @Test
    void aFailureHoldsUpNobody() {
        group.add("a", 1);
        group.add("a", 2);

        trips.get(0).end().completeExceptionally(new IllegalStateException("Redis is away"));

        assertThat(trips).extracting(Trip::things).containsExactly(List.of(1), List.of(2));
    }

    @Test
    void destinationsDoNotWaitForEachOther() {
        group.add("a", 1);
        group.add("b", 2);

        assertThat(trips).extracting(Trip::destination).containsExactly("a", "b");
    }

    @Test
    void whatIsTooMuchForOneTripTakesTwo() {
        IntStream.range(0, 21).forEach(thing -> group.add("a", thing));

        trips.get(0).end().complete(null);
        trips.get(1).end().complete(null);

        assertThat(trips).extracting(trip -> trip.things().size()).containsExactly(1, 16, 4);
    }
}
