package dev.goldfish.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Callers behind a proxy that is trusted are told apart by the addresses that it names. */
@QuarkusTest
@TestProfile(ForwardedTest.Proxied.class)
class ForwardedTest {
    private static final int BAD_SIGNATURES = 3;

    /** With the settings of {@code deploy/kubernetes/components/behind-ingress-nginx}, and a proxy on this machine. */
    public static class Proxied implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "quarkus.http.proxy.proxy-address-forwarding",
                    "true",
                    "quarkus.http.proxy.allow-x-forwarded",
                    "true",
                    "quarkus.http.proxy.trusted-proxies",
                    "10.0.0.0/8,127.0.0.0/8",
                    "goldfish.bad-signatures-per-minute",
                    Integer.toString(BAD_SIGNATURES));
        }
    }

    @Test
    void forgeriesCountByTheAddressThatTheProxyNames() {
        for (int i = 0; i < BAD_SIGNATURES; i++) {
            assertThat(forged("203.0.113.1")).isEqualTo(401);
        }

        assertThat(forged("203.0.113.1")).isEqualTo(429);
        assertThat(forged("203.0.113.2")).isEqualTo(401);
    }

    private static int forged(String from) {
        TestCaller forger = new TestCaller("client-001", "wrong");
        return RawConnection.post(
                        RawConnection.utf8(forger.signed(forger.envelope("batch_sum", "{\"numbers\":[1]}"))),
                        "X-Forwarded-For: " + from)
                .status();
    }
}
