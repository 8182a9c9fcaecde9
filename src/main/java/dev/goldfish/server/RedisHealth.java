package dev.goldfish.server;

import java.util.function.BooleanSupplier;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;

/** Up while Redis answers: without it every call would be refused. */
public final class RedisHealth implements HealthCheck {
    private final BooleanSupplier answers;

    /** @param answers whether Redis has answered lately */
    public RedisHealth(BooleanSupplier answers) {
        this.answers = answers;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("redis").status(answers.getAsBoolean()).build();
    }
}
