package dev.goldfish.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.goldfish.access.Nonce;
import dev.goldfish.access.Rate;
import dev.goldfish.access.Spending;
import dev.goldfish.job.JobRef;
import dev.goldfish.job.JobState;
import dev.goldfish.job.JobStore.Ending;
import dev.goldfish.job.Lease;
import dev.goldfish.job.NewJob;
import dev.goldfish.job.Start;
import dev.goldfish.job.Written;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rights that operations.md asks to give in Redis are enough. */
class RedisPermissionsTest {
    private static final Pattern RULE = Pattern.compile("ACL SETUSER goldfish (.*)");

    private static final Pattern ASKED = Pattern.compile("\\{ '([a-z]+)'");

    private static final Pattern CALL = Pattern.compile("redis\\.p?call\\('([A-Z]+)'");

    @Test
    void theDocumentedRightsAreEnough() throws IOException {
        try (TestRedis redis = new TestRedis()) {
            redis.send(Command.ACL, aclArguments());
            RedisJobStore store = redis.storeAs("goldfish", "password", TestRedis.jobConfig(Map.of()));
            RedisLink link = redis.linkAs("goldfish", "password");

            RedisNonceStore nonces = new RedisNonceStore(link, Duration.ofMinutes(-5), Duration.ofMinutes(5), false);
            assertThat(get(nonces.spend(new Nonce(
                            "client-001", "a-nonce", System.currentTimeMillis(), new Rate(1, Duration.ZERO), 1))))
                    .isInstanceOf(Spending.Fresh.class);
            Lease first = running(store);
            get(store.progress(first, 0.5, "half"));
            get(store.renew(Set.of(first)));
            assertThat(get(store.complete(first, new Ending(JobState.DONE, "", "{}"))))
                    .isEqualTo(Written.WRITTEN);
            Lease second = running(store);
            assertThat(get(store.handBack(second))).isTrue();
            get(store.claim(Set.of("tool"), 1));
            get(store.cancel(second.ref()));
            get(store.poll(first.ref()));
            get(store.list("client-001", "", 10, ""));
            get(store.reap(Set.of("tool")));
            get(link.send("info", Request.cmd(Command.INFO).arg("server")));
            get(link.sendConfirmed("ping", Request.cmd(Command.PING), 0));
        }
    }

    @Test
    void everyCommandOfAScriptIsAmongThem() throws IOException {
        List<Object> rights = List.of(aclArguments());
        try (Stream<Path> scripts = Files.list(Path.of("src/main/resources/dev/goldfish/redis"))) {
            for (Path script : scripts.toList()) {
                CALL.matcher(Files.readString(script))
                        .results()
                        .forEach(call ->
                                assertThat(rights).contains("+" + call.group(1).toLowerCase(Locale.ROOT)));
            }
        }
    }

    @Test
    void everyCommandOfAScriptIsAmongThoseThatReadinessAsksFor() throws IOException {
        Path scripts = Path.of("src/main/resources/dev/goldfish/redis");
        Set<String> asked = ASKED.matcher(Files.readString(scripts.resolve("fitness.lua")))
                .results()
                .map(command -> command.group(1))
                .collect(Collectors.toSet());
        Set<String> called = new HashSet<>();
        try (Stream<Path> all = Files.list(scripts)) {
            for (Path script : all.toList()) {
                CALL.matcher(Files.readString(script))
                        .results()
                        .forEach(call -> called.add(call.group(1).toLowerCase(Locale.ROOT)));
            }
        }

        assertThat(asked).isEqualTo(called);
    }

    private static Object[] aclArguments() throws IOException {
        MatchResult rule = RULE.matcher(Files.readString(Path.of("src/site/markdown/operations.md")))
                .results()
                .findFirst()
                .orElseThrow();
        return ("SETUSER goldfish " + rule.group(1)).split(" ");
    }

    private static Lease running(RedisJobStore store) {
        JobRef ref = new JobRef("client-001", UUID.randomUUID().toString());
        Start start =
                get(store.start(new NewJob(ref, "tool", "digest", "{}", true, 3, Duration.ofMinutes(5), 10, ""), true));
        return ((Start.Running) start).lease();
    }

    private static <T> T get(CompletionStage<T> stage) {
        return get(Uni.createFrom().completionStage(stage));
    }

    private static <T> T get(Uni<T> uni) {
        return uni.await().atMost(Duration.ofSeconds(10));
    }
}
