package dev.goldfish.redis;

import dev.goldfish.access.NonceStore;
import dev.goldfish.job.JobConfig;
import dev.goldfish.job.JobRef;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * A real Redis and the adapters on it, without a container. It is empty at first: a database of its own in the server of
 * this process, where an application that other tests have left running does not look.
 */
public final class TestRedis implements AutoCloseable {
    static final int DATABASE = 1;
    static final String CHANNEL = Doorbell.channelOf(DATABASE, "server");

    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private final Vertx vertx = Vertx.vertx();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final Redis redis = Redis.createClient(
            vertx, new RedisOptions().setConnectionString(uri()).setMaxPoolSize(16));
    private final RedisClients clients = TestClients.of(vertx, uri());
    private final List<Runnable> closing = new ArrayList<>();

    public TestRedis() {
        send(Command.FLUSHDB);
    }

    /** A store with settings of its own, connected as one replica would be. */
    public RedisJobStore store(JobConfig config) {
        return store(config, RedisObserver.NONE);
    }

    RedisJobStore store(JobConfig config, RedisObserver observer) {
        return store(clients, observer, config);
    }

    /** The nonces of one replica, with connections of its own. Redis is new: it has forgotten nothing. */
    public NonceStore nonces() {
        return nonces(Duration.ofHours(-1), Duration.ofMinutes(5));
    }

    /** The nonces of one replica with settings of its own. */
    public RedisNonceStore nonces(Duration allowance, Duration window) {
        return new RedisNonceStore(link(), allowance, window, false);
    }

    /** A store that loses some of the answers of Redis, which has done what they say. */
    RedisJobStore lossyStore(JobConfig config, Predicate<Response> lost) {
        return storeThrough(
                (open, request) -> open.send(request)
                        .compose(answer -> lost.test(answer)
                                ? Future.failedFuture("the answer was lost")
                                : Future.succeededFuture(answer)),
                config);
    }

    /** A store some of whose requests are on their way when it gives them up. */
    RedisJobStore lateStore(JobConfig config, Predicate<Request> late, List<Request> underWay) {
        return storeThrough(
                (open, request) -> {
                    if (!late.test(request)) {
                        return open.send(request);
                    }
                    underWay.add(request);
                    return Future.failedFuture("no answer yet");
                },
                config);
    }

    private RedisJobStore storeThrough(BiFunction<RedisConnection, Request, Future<Response>> send, JobConfig config) {
        Redis other = Forwarding.to(
                Redis.class,
                redis,
                Map.of(
                        "connect",
                        args -> redis.connect()
                                .map(open -> Forwarding.to(
                                        RedisConnection.class,
                                        open,
                                        Map.of("send", sent -> send.apply(open, (Request) sent[0]))))));
        RedisLink link = link(TestClients.shared(other), RedisObserver.NONE);
        return new RedisJobStore(link, doorbell(clients), contact(config), config, false);
    }

    private Doorbell doorbell(RedisClients own) {
        return new Doorbell(own, TIMEOUT, timer, CHANNEL);
    }

    RedisLink link() {
        return link(RedisObserver.NONE);
    }

    RedisLink link(RedisObserver observer) {
        return link(clients, observer);
    }

    /** A link of one who has logged in. */
    RedisLink linkAs(String user, String password) {
        return link(as(user, password), RedisObserver.NONE);
    }

    /** A store of one who has logged in. */
    RedisJobStore storeAs(String user, String password, JobConfig config) {
        return store(as(user, password), RedisObserver.NONE, config);
    }

    private RedisJobStore store(RedisClients own, RedisObserver observer, JobConfig config) {
        Doorbell doorbell = doorbell(own);
        closing.add(doorbell::close);
        doorbell.listen();
        return new RedisJobStore(link(own, observer), doorbell, contact(config), config, false);
    }

    private static Contact contact(JobConfig config) {
        return new Contact(config.lease().dividedBy(3));
    }

    private RedisClients as(String user, String password) {
        return TestClients.of(vertx, uri().replace("//", "//" + user + ":" + password + "@"));
    }

    private static String uri() {
        return new EmbeddedRedis().getHosts().iterator().next() + "/" + DATABASE;
    }

    private RedisLink link(RedisClients own, RedisObserver observer) {
        RedisLink link = new RedisLink(own, redisConfig(), observer);
        closing.add(link::close);
        return link;
    }

    public Vertx vertx() {
        return vertx;
    }

    /** Asks for several things within one turn of an event loop, and waits for all answers. */
    <T> List<T> inOneTurn(Supplier<? extends List<? extends CompletionStage<T>>> asked) {
        CompletableFuture<List<? extends CompletionStage<T>>> answers = new CompletableFuture<>();
        vertx.getOrCreateContext().runOnContext(now -> answers.complete(asked.get()));
        return answers.join().stream()
                .map(answer -> answer.toCompletableFuture()
                        .orTimeout(10, TimeUnit.SECONDS)
                        .join())
                .toList();
    }

    public ScheduledExecutorService timer() {
        return timer;
    }

    public static JobConfig jobConfig(Map<String, String> settings) {
        return config(JobConfig.class, "goldfish.jobs", settings);
    }

    static RedisConfig redisConfig() {
        return redisConfig(Map.of());
    }

    static RedisConfig redisConfig(Map<String, String> settings) {
        return config(RedisConfig.class, "goldfish.redis", settings);
    }

    private static <T> T config(Class<T> type, String prefix, Map<String, String> settings) {
        SmallRyeConfigBuilder builder =
                new SmallRyeConfigBuilder().addDiscoveredConverters().withMapping(type);
        settings.forEach((name, value) -> builder.withDefaultValue(prefix + "." + name, value));
        return builder.build().getConfigMapping(type);
    }

    /** Sends any command. */
    public Response send(Command command, Object... args) {
        Request request = Request.cmd(command);
        for (Object arg : args) {
            request.arg(arg.toString());
        }
        return send(request);
    }

    Response send(Request request) {
        try {
            return redis.send(request).toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** Has Redis answer nobody for a while. */
    public void pause(Duration time) {
        send(Command.CLIENT, "PAUSE", time.toMillis(), "ALL");
    }

    /** Rings about a job of {@code client-001}, whatever has become of it. */
    public void ring(String kind, String jobId) {
        String member = Keys.member(new JobRef("client-001", jobId));
        send(Command.PUBLISH, CHANNEL, kind + " " + member);
    }

    /** How many jobs wait in the partition of a client, of whatever tools. */
    long waiting(String client) {
        return send(Command.KEYS, Keys.partition(client) + "ready:*").stream()
                .mapToLong(key -> send(Command.ZCARD, key).toLong())
                .sum();
    }

    /** How many jobs are in one of the sets of the partition of a client. */
    public long members(String client, String set) {
        return send(Command.ZCARD, Keys.partition(client) + set).toLong();
    }

    @Override
    public void close() {
        closing.forEach(Runnable::run);
        timer.shutdownNow();
        redis.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
