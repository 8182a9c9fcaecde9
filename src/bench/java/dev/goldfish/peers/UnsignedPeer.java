package dev.goldfish.peers;

import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Response;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response.Status;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** What a signed call of {@code batch_sum} is held against: the same numbers, one new key in Redis, no signature at all. */
@Path("/sum")
public class UnsignedPeer {
    private static final String LIFETIME_MS =
            Long.toString(Duration.ofMinutes(5).toMillis());

    private final ReactiveRedisDataSource redis;

    public UnsignedPeer(ReactiveRedisDataSource redis) {
        this.redis = redis;
    }

    public record Numbers(@NotEmpty List<@NotNull Double> numbers) {}

    public record Sum(int count, double total) {}

    @POST
    public Uni<Sum> sum(@Valid Numbers input) {
        return redis.execute("SET", nonce(), "1", "NX", "PX", LIFETIME_MS).map(answer -> summed(answer, input));
    }

    private static Sum summed(Response answer, Numbers input) {
        if (answer == null) {
            throw new ClientErrorException(Status.CONFLICT);
        }
        double total = 0;
        for (double number : input.numbers()) {
            total += number;
        }
        if (!Double.isFinite(total)) {
            throw new ClientErrorException(422);
        }
        return new Sum(input.numbers().size(), total);
    }

    private static String nonce() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return "nonce:" + Long.toHexString(random.nextLong()) + Long.toHexString(random.nextLong());
    }
}
