package dev.goldfish.server;

import dev.goldfish.access.LiveRegistry;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Shows how old the registry is. A new file that is refused makes nobody less ready, but should be seen; which entry is
 * wrong stands in the log only, because this answer is for everyone and client ids are not.
 */
@Readiness
public class RegistryHealth implements HealthCheck {
    private final LiveRegistry registry;

    public RegistryHealth(LiveRegistry registry) {
        this.registry = registry;
    }

    @Override
    public HealthCheckResponse call() {
        LiveRegistry.Status status = registry.status();
        HealthCheckResponseBuilder response = HealthCheckResponse.named("registry")
                .up()
                .withData("clients", registry.get().all().size())
                .withData("loaded_at", status.loadedAt().toString())
                .withData("reloads", status.reloads())
                .withData("failures", status.failures());
        if (status.failedAt() == null) {
            return response.withData("last_reload", "ok").build();
        }
        return response.withData("last_reload", "failed")
                .withData("failed_at", status.failedAt().toString())
                .withData("message", "the new file is refused and the old one holds: see the server's log")
                .build();
    }
}
