package dev.goldfish.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import dev.goldfish.client.cli.KeySetServer;
import dev.goldfish.protocol.Outcome;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OwnThreadsTest {
    /** An application whose common pool does nothing but wait; it makes every kind of call and ends. */
    static final class BusyApplication {
        private static final int MORE_THAN_THERE_ARE_THREADS = 64;

        private BusyApplication() {}

        public static void main(String... args) {
            CountDownLatch forever = new CountDownLatch(1);
            IntStream.range(0, MORE_THAN_THERE_ARE_THREADS)
                    .forEach(i -> ForkJoinPool.commonPool().execute(() -> {
                        try {
                            forever.await();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    }));
            GoldfishClient client = GoldfishClient.builder()
                    .url(args[0])
                    .serverId(ScriptedServer.SERVER_ID)
                    .clientId(ScriptedServer.CLIENT_ID)
                    .secret(ScriptedServer.SECRET)
                    .serverSecret(ScriptedServer.SERVER_SECRET)
                    .build();
            System.out.println(client.call("x", "{}").json());
            try {
                client.call("x", "{}");
            } catch (UnreachableException e) {
                System.out.println(e.getMessage());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void aBusyCommonPoolHoldsNoReplyUp(int parallelism) throws Exception {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.ok("{\"n\":1}"), ScriptedServer.hangUp());
                ChildJvm application = ChildJvm.run(
                        BusyApplication.class,
                        Map.of(),
                        List.of("-Djava.util.concurrent.ForkJoinPool.common.parallelism=" + parallelism),
                        server.url())) {
            // It ends though it closed nothing: all threads are daemons.
            assertThat(application.out().lines())
                    .hasSize(2)
                    .startsWith("{\"n\":1}")
                    .last()
                    .asString()
                    .contains("connection failed");
        }
    }

    @Test
    void aClosedClientSendsNothing() {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.ok("{}"))) {
            GoldfishClient client = server.client().build();
            client.call("x", "{}");
            client.close();

            assertThatIllegalStateException().isThrownBy(() -> client.call("x", "{}"));
            assertThat(server.bodies()).hasSize(1);
        }
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void closingEndsItsThreads() {
        List<Thread> before = httpThreads().toList();
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.outcome(Outcome.ok("{}")))) {
            try (GoldfishClient client = server.client().build()) {
                client.call("x", "{}");
                assertThat(httpThreads().filter(thread -> !before.contains(thread)))
                        .isNotEmpty();
            }
            await().until(() -> httpThreads().allMatch(before::contains));
        }
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void readingPublishedKeysLeavesNoConnectionBehind() {
        List<Thread> before = httpThreads().toList();
        try (KeySetServer server = new KeySetServer("{\"keys\":[]}")) {
            PublishedKeys.fetch(server.url());

            assertThat(httpThreads().filter(thread -> thread.getName().contains("SelectorManager")))
                    .allMatch(before::contains);
        }
    }

    private static Stream<Thread> httpThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("HttpClient"));
    }
}
