package dev.goldfish.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.goldfish.client.GoldfishClient;
import dev.goldfish.client.GoldfishClientBuilder;
import dev.goldfish.client.GoldfishException;
import dev.goldfish.client.RefusedException;
import dev.goldfish.client.RetryPolicy;
import dev.goldfish.client.ScriptedServer;
import dev.goldfish.client.Wire;
import dev.goldfish.protocol.ErrorCode;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.inject.Any;
import jakarta.inject.Inject;
import java.net.URL;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Work that is done, and whose result finds no room among the answers that wait for their readers. */
@QuarkusTest
class NoRoomForAnswerTest {
    private static final String OTHER = "a slow reader";
    private static final long ALL = 1L << 50;

    @TestHTTPResource
    URL url;

    @Inject
    Load load;

    @Inject
    @Any
    TestTools.LargeOnce tool;

    private boolean full;

    @BeforeEach
    void fill() {
        full = load.outgoing().take(OTHER, ALL);
        assertThat(full).isTrue();
    }

    @AfterEach
    void makeRoom() {
        if (full) {
            load.outgoing().giveBack(OTHER, ALL);
            full = false;
        }
    }

    @Test
    void itIsAskedForAgainAndRunsOnce() {
        int before = tool.runs();
        List<String> losses = new ArrayList<>();
        Wire roomLater = new Wire() {
            @Override
            public void retrying(GoldfishException because, Duration pause) {
                losses.add(because.reason());
                makeRoom();
            }
        };
        try (GoldfishClient client = client().wire(roomLater).build()) {
            assertThat(client.call("test_large_once", "{}").tree().path("run").asInt())
                    .isEqualTo(before + 1);
        }

        assertThat(losses).hasSize(1).first().asString().startsWith("server busy");
        assertThat(tool.runs()).isEqualTo(before + 1);
    }

    @Test
    void whoSendsOnceKnowsThatItMayBeDone() {
        int before = tool.runs();
        String requestId = UUID.randomUUID().toString();
        try (GoldfishClient client = client().retry(RetryPolicy.NONE).build()) {
            assertThatThrownBy(() -> client.call("test_large_once", "{}", requestId))
                    .isInstanceOfSatisfying(RefusedException.class, e -> {
                        assertThat(e.code()).isEqualTo(ErrorCode.SERVER_BUSY);
                        assertThat(e.outcomeUnknown()).isTrue();
                    });
            assertThat(tool.runs()).isEqualTo(before + 1);

            makeRoom();
            assertThat(client.call("test_large_once", "{}", requestId)
                            .tree()
                            .path("run")
                            .asInt())
                    .isEqualTo(before + 1);
        }
        assertThat(tool.runs()).isEqualTo(before + 1);
    }

    private GoldfishClientBuilder client() {
        return GoldfishClient.builder()
                .url(url.toString())
                .serverId(ScriptedServer.SERVER_ID)
                .clientId(ScriptedServer.CLIENT_ID)
                .secret(ScriptedServer.SECRET)
                .serverSecret(ScriptedServer.SERVER_SECRET);
    }
}
