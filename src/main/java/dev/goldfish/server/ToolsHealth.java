package dev.goldfish.server;

import dev.goldfish.tool.ToolCatalog;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Startup;

/** Up as soon as the server has started: before, nobody answers. */
@Startup
public class ToolsHealth implements HealthCheck {
    private final ToolCatalog catalog;

    public ToolsHealth(ToolCatalog catalog) {
        this.catalog = catalog;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("tools")
                .up()
                .withData("count", catalog.all().size())
                .build();
    }
}
