package dev.goldfish;

import dev.goldfish.access.AccessConfig;
import dev.goldfish.access.ClientRegistry;
import dev.goldfish.access.Door;
import dev.goldfish.access.FailedSignatures;
import dev.goldfish.access.KeyUse;
import dev.goldfish.access.LiveRegistry;
import dev.goldfish.access.NonceStore;
import dev.goldfish.access.PublicKeyChecks;
import dev.goldfish.access.Rate;
import dev.goldfish.access.RegistryFile;
import dev.goldfish.access.RegistryReload;
import dev.goldfish.access.ReplyKeys;
import dev.goldfish.audit.AuditTrail;
import dev.goldfish.audit.JsonTrail;
import dev.goldfish.audit.LoggedTrail;
import dev.goldfish.audit.NoTrail;
import dev.goldfish.job.JobConfig;
import dev.goldfish.job.JobIds;
import dev.goldfish.job.JobService;
import dev.goldfish.job.JobStore;
import dev.goldfish.job.JobTraces;
import dev.goldfish.job.JobWorker;
import dev.goldfish.metrics.AuditMetrics;
import dev.goldfish.metrics.CallMetrics;
import dev.goldfish.metrics.JobMetrics;
import dev.goldfish.metrics.KeyMetrics;
import dev.goldfish.metrics.RedisMetrics;
import dev.goldfish.redis.ConfiguredClients;
import dev.goldfish.redis.Contact;
import dev.goldfish.redis.Doorbell;
import dev.goldfish.redis.RedisConfig;
import dev.goldfish.redis.RedisJobStore;
import dev.goldfish.redis.RedisLink;
import dev.goldfish.redis.RedisNonceStore;
import dev.goldfish.redis.RedisProbe;
import dev.goldfish.server.Audit;
import dev.goldfish.server.Dispatcher;
import dev.goldfish.server.Draining;
import dev.goldfish.server.Failures;
import dev.goldfish.server.HttpGuard;
import dev.goldfish.server.JsonWebKeys;
import dev.goldfish.server.Load;
import dev.goldfish.server.RedisHealth;
import dev.goldfish.server.Replies;
import dev.goldfish.server.Results;
import dev.goldfish.server.ServerConfig;
import dev.goldfish.server.ServerConfig.ReplyKeyMode;
import dev.goldfish.server.SignatureFilter;
import dev.goldfish.server.WorkerHealth;
import dev.goldfish.settings.WordText;
import dev.goldfish.signing.Ed25519Key;
import dev.goldfish.signing.SigningKey;
import dev.goldfish.tool.Arguments;
import dev.goldfish.tool.JobTool;
import dev.goldfish.tool.ReactiveTool;
import dev.goldfish.tool.ResultWriter;
import dev.goldfish.tool.Tool;
import dev.goldfish.tool.ToolBean;
import dev.goldfish.tool.ToolCatalog;
import dev.goldfish.tool.ToolKind;
import dev.goldfish.tool.ToolName;
import dev.goldfish.tool.ToolRunner;
import dev.goldfish.tool.WireNames;
import dev.goldfish.tools.ServerFacts;
import dev.goldfish.tracing.OpenTelemetryJobs;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.trace.Tracer;
import io.quarkus.arc.InjectableBean;
import io.quarkus.proxy.ProxyConfigurationRegistry;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.quarkus.virtual.threads.VirtualThreads;
import io.smallrye.common.annotation.Identifier;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import jakarta.validation.ValidatorFactory;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.lang.annotation.Annotation;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.UnaryOperator;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;
import org.hibernate.validator.spi.nodenameprovider.PropertyNodeNameProvider;
import org.jspecify.annotations.Nullable;

/** Puts the parts together. What has a choice is chosen here; the parts themselves know no container. */
@Singleton
final class Wiring {
    static final String TIMER = "goldfish-timer";
    static final String FILES = "goldfish-files";

    private static final String TRACES_ARE_OFF = "quarkus.otel.sdk.disabled";

    /** Of a loop beyond its usual pause: on a busy machine a turn may be late, but not by that much. */
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(30);

    /** A client that everyone knows, for dev mode and tests. */
    private static final String DEV_CLIENTS =
            "{\"clients\": {\"client-001\": {\"secrets\": [\"client_secret_key_456\"], \"tools\": [\"*\"]}}}";

    private final boolean production = LaunchMode.current() == LaunchMode.NORMAL;

    @Produces
    @Singleton
    Settings settings(
            ServerConfig server, AccessConfig access, JobConfig jobs, RedisConfig redis, Instance<Redis> client) {
        Settings settings = new Settings(server, access, jobs, redis);
        boolean hasRedis = !(client.getHandle().getBean() instanceof InjectableBean<Redis> bean) || bean.isActive();
        List<String> faults = settings.faults(production, hasRedis);
        if (!faults.isEmpty()) {
            throw new StartupException(String.join("\n", faults));
        }
        return settings;
    }

    @Produces
    @Singleton
    ServerKey serverKey(Settings settings) {
        ServerConfig config = settings.server();
        String id = config.serverId().orElseThrow();
        SigningKey secret = Secrets.server(config, production);
        return new ServerKey(id, secret, Secrets.jobIds(config, secret, production), Secrets.serverKey(config));
    }

    @Produces
    @Singleton
    KeyUse keyUse(MeterRegistry meters) {
        return new KeyUse(new KeyMetrics(meters));
    }

    @Produces
    @Singleton
    Clients clients(AccessConfig access, ServerConfig config, ServerKey server, KeyUse keyUse) {
        RegistryFile file = new RegistryFile(
                production ? Secrets.MIN_BYTES : 1,
                new ReplyKeys(
                        config.replyKey().orElseThrow() == ReplyKeyMode.SERVER_SECRET
                                ? client -> server.secret()
                                : client -> client.replyKey(server.id()),
                        server.key()));
        Path path = access.clientsFile().orElse(null);
        if (path == null) {
            return new Clients(new LiveRegistry(defaultClients(file), Clock.systemUTC()), null);
        }
        try {
            RegistryReload reload = new RegistryReload(path, file, keyUse, Clock.systemUTC());
            return new Clients(reload.live(), reload);
        } catch (IllegalArgumentException e) {
            // What names no file may be a secret or the clients themselves.
            String named = Files.exists(path) ? " " + path : "";
            throw new StartupException("goldfish.clients-file" + named + ": " + e.getMessage());
        }
    }

    @Produces
    @Singleton
    LiveRegistry registry(Clients clients) {
        return clients.live();
    }

    private ClientRegistry defaultClients(RegistryFile file) {
        return file.parse(DEV_CLIENTS, UnaryOperator.identity());
    }

    @Produces
    @Singleton
    Door door(
            LiveRegistry registry,
            KeyUse keyUse,
            NonceStore nonces,
            ToolCatalog catalog,
            ServerKey server,
            AccessConfig config) {
        return new Door(
                registry,
                keyUse,
                nonces,
                new FailedSignatures(config.badSignaturesPerMinute(), config.badPublicKeySignaturesPerMinute()),
                new PublicKeyChecks(),
                rate(config),
                catalog::costOf,
                server.id(),
                config.timeWindow(),
                Clock.systemUTC());
    }

    private static Rate rate(AccessConfig config) {
        try {
            return new Rate(config.ratePerSecond(), config.rateBurst());
        } catch (IllegalArgumentException e) {
            throw new StartupException("goldfish.rate-per-second and goldfish.rate-burst: " + e.getMessage());
        }
    }

    @Produces
    @Singleton
    AuditTrail auditTrail(ServerConfig config, MeterRegistry meters) {
        AuditTrail trail =
                switch (config.audit().orElseThrow()) {
                    case STDOUT -> new JsonTrail(new FileOutputStream(FileDescriptor.out), Clock.systemUTC());
                    case LOG -> new LoggedTrail();
                    case OFF -> new NoTrail();
                };
        AuditMetrics.register(meters, trail);
        return trail;
    }

    static void close(@Disposes AuditTrail trail) {
        trail.close();
    }

    @Produces
    @Singleton
    Replies replies(
            ServerKey server,
            ServerConfig config,
            AuditTrail trail,
            MeterRegistry meters,
            ToolCatalog catalog,
            Load load) {
        Audit audit = new Audit(trail, config.auditedRefusalsPerMinute(), Clock.systemUTC());
        return new Replies(
                server.id(), server.secret(), Clock.systemUTC(), audit, new CallMetrics(meters, catalog.names()), load);
    }

    @Produces
    @Singleton
    Failures failures(Replies replies, ServerConfig config) {
        return new Failures(replies, config.auditedRefusalsPerMinute());
    }

    @Produces
    @Singleton
    HttpGuard httpGuard(
            Load load,
            Failures failures,
            ServerConfig config,
            @ConfigProperty(name = "quarkus.http.limits.max-concurrent-streams") int mostStreams) {
        return new HttpGuard(load, failures, config, mostStreams);
    }

    @Produces
    @Singleton
    Load load(ServerConfig config) {
        return new Load(
                config.maxCalls(),
                config.maxIncoming().asLongValue(),
                config.maxOutgoing().asLongValue());
    }

    @Produces
    @Singleton
    Draining draining() {
        return new Draining();
    }

    @Produces
    @Singleton
    SignatureFilter.Parts signatureFilter(
            Door door, Replies replies, Load load, Draining draining, ServerConfig config) {
        return new SignatureFilter.Parts(door, replies, load, draining, config);
    }

    @Produces
    @Singleton
    JsonWebKeys jsonWebKeys(ServerKey server) {
        return new JsonWebKeys(
                server.key() == null
                        ? List.of()
                        : List.of(server.key().publicKey().jwk()));
    }

    @Produces
    @Singleton
    Dispatcher dispatcher(
            ToolCatalog catalog,
            Arguments arguments,
            ToolRunner runner,
            JobService jobs,
            @VirtualThreads ExecutorService threads) {
        return new Dispatcher(catalog, arguments, runner, jobs, threads);
    }

    @Produces
    @Singleton
    Arguments arguments(ValidatorFactory validation) {
        return new Arguments(validation);
    }

    /** Static: Bean Validation is set up while the application is built, before there is a configuration. */
    @Produces
    @Singleton
    static PropertyNodeNameProvider wireNames() {
        return new WireNames();
    }

    @Produces
    @Singleton
    ResultWriter results(ToolCatalog catalog) {
        return new Results(catalog::isVisible);
    }

    @Produces
    @Singleton
    ToolCatalog catalog(
            @Any Instance<Tool<?, ?>> blocking,
            @Any Instance<ReactiveTool<?, ?>> reactive,
            @Any Instance<JobTool<?, ?>> jobs,
            Arguments arguments) {
        List<ToolBean> beans = new ArrayList<>();
        for (Instance<?> found : List.of(blocking, reactive, jobs)) {
            found.handles().forEach(handle -> beans.add(toolBean(handle)));
        }
        return new ToolCatalog(beans, arguments);
    }

    private static ToolBean toolBean(Instance.Handle<?> handle) {
        for (Annotation qualifier : handle.getBean().getQualifiers()) {
            if (qualifier instanceof ToolName name) {
                return new ToolBean(name, handle.getBean().getBeanClass(), handle.get());
            }
        }
        throw new StartupException(
                handle.getBean().getBeanClass().getName() + " is a tool without a @ToolName: give it one");
    }

    @Produces
    @Singleton
    ToolRunner toolRunner(@VirtualThreads ExecutorService threads, ResultWriter results) {
        return new ToolRunner(threads, results);
    }

    @Produces
    @Singleton
    ServerFacts facts(ServerKey server, ServerConfig config, AccessConfig access, JobConfig jobs) {
        return new ServerFacts(
                server.id(),
                server.secret().fingerprint(),
                WordText.wordOf(config.replyKey().orElseThrow()),
                server.key() == null ? null : server.key().publicKey().jwk(),
                Map.of(
                        "max_body_bytes", config.maxBodySize().asLongValue(),
                        "time_window_ms", access.timeWindow().toMillis(),
                        "max_result_bytes", jobs.maxResultSize().asLongValue(),
                        "live_jobs", (long) jobs.liveJobs(),
                        "job_retention_ms", jobs.retention().toMillis()));
    }

    /** A thread of its own: tools that fill all others must not keep leases from being renewed. */
    @Produces
    @Singleton
    @Identifier(TIMER)
    ScheduledExecutorService timer() {
        return thread(TIMER);
    }

    /** Another one: a file system that hangs must not keep leases from being renewed either. */
    @Produces
    @Singleton
    @Identifier(FILES)
    ScheduledExecutorService files() {
        return thread(FILES);
    }

    private static ScheduledExecutorService thread(String name) {
        return Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
    }

    @Produces
    @Singleton
    ConfiguredClients redisClients(
            Settings checked, Vertx vertx, TlsConfigurationRegistry tls, ProxyConfigurationRegistry proxies) {
        return new ConfiguredClients(vertx, tls, proxies);
    }

    @Produces
    @Singleton
    RedisLink link(ConfiguredClients clients, RedisConfig config, MeterRegistry meters) {
        return new RedisLink(clients, config, new RedisMetrics(meters));
    }

    @Produces
    @Singleton
    Doorbell doorbell(
            ConfiguredClients clients,
            RedisConfig config,
            ServerKey server,
            @Identifier(TIMER) ScheduledExecutorService timer) {
        String channel = Doorbell.channelOf(clients.database(), server.id());
        return new Doorbell(clients, config.timeout(), timer, channel);
    }

    /** Workers renew after a third of a lease, so that a gap as long costs none of them its lease. */
    @Produces
    @Singleton
    Contact contact(JobConfig config) {
        return new Contact(config.lease().dividedBy(3));
    }

    @Produces
    @Singleton
    RedisProbe probe(
            RedisLink link,
            RedisNonceStore nonces,
            Contact contact,
            Doorbell doorbell,
            ConfiguredClients clients,
            RedisConfig config,
            @Identifier(TIMER) ScheduledExecutorService timer) {
        return new RedisProbe(link, nonces, contact, doorbell.channel(), clients.eventLoops(), config, timer);
    }

    @Produces
    @Singleton
    RedisNonceStore nonces(
            RedisLink link, AccessConfig config, @ConfigProperty(name = TRACES_ARE_OFF) boolean tracesAreOff) {
        return new RedisNonceStore(link, config.replayAllowance(), config.timeWindow(), !tracesAreOff);
    }

    @Produces
    @Singleton
    JobStore jobStore(
            RedisLink link,
            Doorbell doorbell,
            Contact contact,
            JobConfig config,
            @ConfigProperty(name = TRACES_ARE_OFF) boolean tracesAreOff) {
        return new RedisJobStore(link, doorbell, contact, config, !tracesAreOff);
    }

    @Produces
    @Singleton
    JobWorker jobWorker(
            JobStore store,
            ToolCatalog catalog,
            Arguments arguments,
            ResultWriter results,
            JobConfig config,
            @VirtualThreads ExecutorService threads,
            @Identifier(TIMER) ScheduledExecutorService timer,
            MeterRegistry meters,
            JobTraces traces) {
        JobMetrics observer = new JobMetrics(meters, catalog.namesOf(ToolKind.JOB), config.queueLimit());
        return new JobWorker(store, catalog, arguments, results, config, threads, timer, observer, traces);
    }

    @Produces
    @Singleton
    @Liveness
    HealthCheck workerHealth(JobWorker worker) {
        return new WorkerHealth(worker::silence, LONGEST_SILENCE);
    }

    @Produces
    @Singleton
    @Readiness
    HealthCheck redisHealth(RedisProbe probe, Doorbell doorbell) {
        return new RedisHealth(probe::isUp, probe::problem, doorbell::isSubscribed);
    }

    @Produces
    @Singleton
    JobService jobService(
            JobStore store,
            JobWorker worker,
            JobConfig config,
            ServerKey server,
            ResultWriter results,
            @Identifier(TIMER) ScheduledExecutorService timer,
            JobTraces traces) {
        JobIds ids = new JobIds(text -> server.jobIds().mac(text.getBytes(StandardCharsets.US_ASCII)));
        return new JobService(store, worker, ids, config, results, timer, traces);
    }

    @Produces
    @Singleton
    JobTraces jobTraces(Instance<Tracer> tracer, @ConfigProperty(name = TRACES_ARE_OFF) boolean tracesAreOff) {
        return tracesAreOff ? JobTraces.NONE : new OpenTelemetryJobs(tracer.get());
    }

    /**
     * The server's name and keys.
     *
     * @param key for clients that sign with Ed25519; null where there is none
     */
    record ServerKey(
            String id,
            SigningKey secret,
            SigningKey jobIds,
            @Nullable Ed25519Key key) {}

    /** @param reload null where the clients are not read from a file */
    record Clients(LiveRegistry live, @Nullable RegistryReload reload) {}
}
