package dev.goldfish;

import dev.goldfish.access.AccessConfig;
import dev.goldfish.access.Door;
import dev.goldfish.job.JobService;
import dev.goldfish.job.JobWorker;
import dev.goldfish.metrics.ReplicaMetrics;
import dev.goldfish.redis.Doorbell;
import dev.goldfish.redis.RedisLink;
import dev.goldfish.redis.RedisProbe;
import dev.goldfish.server.Dispatcher;
import dev.goldfish.server.Draining;
import dev.goldfish.server.Load;
import dev.goldfish.tool.CatalogTool;
import dev.goldfish.tool.ToolCatalog;
import dev.goldfish.tools.ServerFacts;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.logging.Logger;

/** Starts and stops the parts in order; whatever is wrong with the configuration shows at the start. */
@Singleton
final class Lifecycle {
    private static final Logger LOG = Logger.getLogger(Lifecycle.class);

    private final ServerFacts facts;
    private final ToolCatalog catalog;
    private final Doorbell doorbell;
    private final RedisLink link;
    private final RedisProbe probe;
    private final JobWorker worker;
    private final JobService jobs;
    private final Draining draining;
    private final ScheduledExecutorService timer;
    private final Wiring.Clients clients;
    private final Duration clientsReloadInterval;
    private final ScheduledExecutorService files;

    /** Names the door and the dispatcher too, so that they, and all they need, are made before the first call. */
    Lifecycle(
            Door door,
            Dispatcher dispatcher,
            ServerFacts facts,
            ToolCatalog catalog,
            Doorbell doorbell,
            RedisLink link,
            RedisProbe probe,
            JobWorker worker,
            JobService jobs,
            Draining draining,
            @Identifier(Wiring.TIMER) ScheduledExecutorService timer,
            Wiring.Clients clients,
            AccessConfig access,
            @Identifier(Wiring.FILES) ScheduledExecutorService files,
            MeterRegistry meters,
            Load load) {
        this.facts = facts;
        this.catalog = catalog;
        this.doorbell = doorbell;
        this.link = link;
        this.probe = probe;
        this.worker = worker;
        this.jobs = jobs;
        this.draining = draining;
        this.timer = timer;
        this.clients = clients;
        this.clientsReloadInterval = access.clientsReloadInterval();
        this.files = files;
        ReplicaMetrics.register(meters, load, clients.live(), probe::isUp, doorbell::isSubscribed);
    }

    void start(@Observes StartupEvent event) {
        doorbell.listen();
        worker.begin();
        probe.begin();
        if (clients.reload() != null) {
            clients.reload().begin(files, clientsReloadInterval);
        }
        new UnknownSettings(Settings.names())
                .warnings(
                        ConfigProvider.getConfig().getPropertyNames(),
                        System.getenv().keySet())
                .forEach(LOG::warn);
        LOG.infof(
                "serves as %s, key %s%s, replies under the %s; tools: %s",
                facts.serverId(),
                facts.fingerprint(),
                facts.publicKey() == null
                        ? ""
                        : ", public key " + facts.publicKey().get("kid"),
                facts.replyKey(),
                catalog.all().stream().map(CatalogTool::name).collect(Collectors.joining(" ")));
    }

    void takeLeave(@Observes ShutdownDelayInitiatedEvent event) {
        draining.begin();
        worker.close();
        jobs.answerLongPolls();
    }

    void stop(@Observes ShutdownEvent event) {
        worker.close();
        jobs.answerLongPolls();
        try {
            worker.drain();
        } catch (InterruptedException e) {
            LOG.warn("interrupted while jobs were running: their leases will run out");
            Thread.currentThread().interrupt();
        }
        probe.close();
        doorbell.close();
        link.close();
        timer.shutdownNow();
        files.shutdownNow();
    }
}
