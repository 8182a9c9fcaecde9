package dev.goldfish.server;

import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.jspecify.annotations.Nullable;

/** Up while Redis lets calls in: without it every call would be refused. */
public final class RedisHealth implements HealthCheck {
    private final BooleanSupplier up;
    private final Supplier<@Nullable String> problem;
    private final BooleanSupplier subscribed;

    /**
     * @param up whether calls have been let in lately
     * @param problem why they are not, or null
     * @param subscribed whether this replica hears what Redis tells of jobs; without it calls only wait longer
     */
    public RedisHealth(BooleanSupplier up, Supplier<@Nullable String> problem, BooleanSupplier subscribed) {
        this.up = up;
        this.problem = problem;
        this.subscribed = subscribed;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response = HealthCheckResponse.named("redis")
                .status(up.getAsBoolean())
                .withData("subscribed", subscribed.getAsBoolean());
        String why = problem.get();
        return why == null
                ? response.build()
                : response.withData("problem", why).build();
    }
}
