package dev.goldfish.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.goldfish.access.Nonce;
import dev.goldfish.access.Rate;
import dev.goldfish.job.JobRef;
import dev.goldfish.job.JobState;
import dev.goldfish.job.JobStore.Ending;
import dev.goldfish.job.Lease;
import dev.goldfish.job.NewJob;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Each script opens with KEYS, ARGV and returns; here these are held against the script and against its caller. */
class ScriptHeadersTest {
    private static final Pattern INDEX = Pattern.compile("ARGV\\[(\\d+)]");
    private static final JobRef REF = new JobRef("client-001", "0b9f4a52-6f0e-8c1d-9f43-1d9c4a6a7b10");
    private static final Lease LEASE = new Lease(REF, "tool", "{}", 1, 1, 3, Duration.ofMinutes(1), "");
    private static final Map<String, Function<RedisNonceStore, CompletionStage<?>>> NONCE_CALLS = Map.of(
            "admit",
            store -> store.spend(new Nonce("client-001", "a-nonce", 1, new Rate(1, Duration.ZERO), 1)),
            "begin",
            store -> store.begin(Keys.partition("client-001")));
    private static final Map<String, Function<RedisJobStore, Uni<?>>> JOB_CALLS = Map.ofEntries(
            call(
                    "start",
                    store -> store.start(
                            new NewJob(REF, "tool", "digest", "{}", true, 3, Duration.ofMinutes(1), 1, ""), true)),
            call("claim", store -> store.claim(Set.of("tool-a", "tool-b"), 1)),
            call("renew", store -> store.renew(List.of(LEASE))),
            call("renew_alone", store -> store.renewAlone(LEASE)),
            call("progress", store -> store.progress(LEASE, 0.5, "half")),
            call("complete", store -> store.complete(LEASE, new Ending(JobState.DONE, "", "{}"))),
            call("hand_back", store -> store.handBack(LEASE)),
            call("cancel", store -> store.cancel(REF)),
            call("reap", store -> store.reap(Set.of("tool-a", "tool-b"))),
            call("poll", store -> store.poll(REF)),
            call("list", store -> store.list("client-001", "", 10, "")),
            call("withdraw", store -> store.withdraw(Keys.PARTITIONS.get(0), List.of("a-claim", "another"))));

    private static Map.Entry<String, Function<RedisJobStore, Uni<?>>> call(
            String script, Function<RedisJobStore, Uni<?>> call) {
        return Map.entry(script, call);
    }

    @TestFactory
    Stream<DynamicTest> headersAreTrue() {
        return Stream.of(
                        Stream.of(headerIsTrue(
                                "fitness",
                                link -> Uni.createFrom()
                                        .completionStage(
                                                new RedisFitness(link, "channel").missing(Keys.PARTITIONS.get(0))))),
                        JOB_CALLS.entrySet().stream()
                                .map(call -> headerIsTrue(
                                        call.getKey(), link -> call.getValue().apply(jobStore(link)))),
                        NONCE_CALLS.entrySet().stream()
                                .map(call -> headerIsTrue(
                                        call.getKey(),
                                        link -> Uni.createFrom()
                                                .completionStage(call.getValue()
                                                        .apply(new RedisNonceStore(
                                                                link, Duration.ZERO, Duration.ofMinutes(5), false))))))
                .flatMap(Function.identity());
    }

    private static DynamicTest headerIsTrue(String name, Function<RedisLink, Uni<?>> call) {
        return dynamicTest(name, () -> check(name, call));
    }

    private static void check(String name, Function<RedisLink, Uni<?>> call) throws IOException {
        String source = read(name + ".lua");
        String keys = header(source, "KEYS");
        String argv = header(source, "ARGV");
        assertThat(header(source, "returns")).isNotEmpty();

        List<String> sent = sent(call);
        int keyCount = Integer.parseInt(sent.get(1));
        int argCount = sent.size() - 2 - keyCount;

        assertThat(keys.split(", ")).hasSize(keyCount);
        String fixed = argv.replaceAll(",? ?\\([^)]*\\)\\.\\.\\.$", "");
        int fixedCount = names(fixed).length;
        if (argv.endsWith("...")) {
            String group = argv.substring(argv.lastIndexOf('(') + 1, argv.lastIndexOf(')'));
            assertThat((argCount - fixedCount) % names(group).length).isZero();
            assertThat(argCount).isGreaterThan(fixedCount);
        } else {
            assertThat(argCount).isEqualTo(fixedCount);
        }
        assertThat(highestIndex(source)).isLessThanOrEqualTo(argv.endsWith("...") ? fixedCount + 1 : fixedCount);
    }

    /** Names are separated by commas; what stands in brackets behind one says what it may be. */
    private static String[] names(String list) {
        return list.replaceAll(" \\([^)]*\\)", "").split(", ?");
    }

    private static String header(String source, String title) {
        Matcher header =
                Pattern.compile("-- " + title + ":? (.*(?:\n--   .*)*)").matcher(source);
        assertThat(header.find()).as(title).isTrue();
        return header.group(1).replaceAll("\n-- +", " ").trim();
    }

    private static int highestIndex(String source) {
        return INDEX.matcher(source)
                .results()
                .mapToInt(found -> Integer.parseInt(found.group(1)))
                .max()
                .orElse(0);
    }

    /** What a call sends first: the command's arguments, script hash and key count in front. */
    private static List<String> sent(Function<RedisLink, Uni<?>> call) {
        AtomicReference<@Nullable Request> request = new AtomicReference<>();
        RedisConnection connection = proxy(RedisConnection.class, (method, args) -> {
            if (!method.equals("send")) {
                return null;
            } else if (((Request) args[0]).command() == Command.PING) {
                return Future.succeededFuture();
            }
            request.compareAndSet(null, (Request) args[0]);
            return Future.failedFuture("recorded");
        });
        Redis redis = proxy(Redis.class, (method, args) -> Future.succeededFuture(connection));
        RedisLink link = new RedisLink(TestClients.shared(redis), TestRedis.redisConfig(), RedisObserver.NONE);
        for (int i = 0; i < TestRedis.redisConfig().connections(); i++) {
            // So that the call does not open the connection, which may send something of its own.
            ended(Uni.createFrom().completionStage(link.send("ping", Request.cmd(Command.PING))));
        }
        ended(call.apply(link));
        return args(Objects.requireNonNull(request.get(), "the call sends something"));
    }

    private static void ended(Uni<?> call) {
        call.onFailure().recoverWithNull().await().atMost(Duration.ofSeconds(5));
    }

    private static RedisJobStore jobStore(RedisLink link) {
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        timer.shutdown();
        Redis nobody = proxy(Redis.class, (method, args) -> null);
        Doorbell doorbell = new Doorbell(TestClients.shared(nobody), Duration.ZERO, timer, "channel");
        return new RedisJobStore(link, doorbell, new Contact(Duration.ZERO), TestRedis.jobConfig(Map.of()), false);
    }

    /** The arguments behind the command, from the bytes that would travel: {@code *<n>}, then {@code $<length>} and text. */
    private static List<String> args(Request request) {
        String[] lines = request.toString().split("\r\n", -1);
        List<String> args = new ArrayList<>();
        for (int i = 4; i < lines.length - 1; i += 2) {
            args.add(lines[i]);
        }
        return args;
    }

    private interface Answer {
        @Nullable
        Object to(String method, Object[] args);
    }

    private static <T> T proxy(Class<T> type, Answer answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, method, args) -> answer.to(method.getName(), args)));
    }

    private static String read(String file) throws IOException {
        try (InputStream in = Script.class.getResourceAsStream(file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
