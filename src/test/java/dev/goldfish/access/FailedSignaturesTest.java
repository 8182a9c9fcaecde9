package dev.goldfish.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class FailedSignaturesTest {
    private long now;
    private final FailedSignatures failed = new FailedSignatures(2, 3, () -> now);

    @Test
    void aPairIsOverItsLimitForTheRestOfItsMinute() {
        failed.add("192.0.2.1", "a", false);
        assertThat(failed.overFor("192.0.2.1", "a")).isZero();
        now += Duration.ofSeconds(20).toNanos();
        failed.add("192.0.2.1", "a", false);

        assertThat(failed.overFor("192.0.2.1", "a")).isEqualTo(Duration.ofSeconds(40));
        assertThat(failed.overFor("192.0.2.1", "b")).isZero();
        assertThat(failed.overFor("192.0.2.2", "a")).isZero();

        now += Duration.ofSeconds(40).toNanos();
        assertThat(failed.overFor("192.0.2.1", "a")).isZero();
    }

    @Test
    void anAddressThatInventsClientsIsSuspectForAllOfThem() {
        for (int i = 0; i < 3; i++) {
            assertThat(failed.suspects("192.0.2.1", "another")).isFalse();
            failed.add("192.0.2.1", "invented-" + i, true);
        }

        assertThat(failed.suspects("192.0.2.1", "another")).isTrue();
        assertThat(failed.overFor("192.0.2.1", "another")).isZero();
        assertThat(failed.suspects("192.0.2.2", "another")).isFalse();
        now += Duration.ofMinutes(1).toNanos();
        assertThat(failed.suspects("192.0.2.1", "another")).isFalse();
    }

    @Test
    void signaturesOfSecretsMakeNobodySuspectForOtherClients() {
        for (int i = 0; i < 10; i++) {
            failed.add("192.0.2.1", "invented-" + i, false);
        }

        assertThat(failed.suspects("192.0.2.1", "another")).isFalse();
    }

    @Test
    void anAddressOfIpv6CountsAsItsNetwork() {
        failed.add("2001:db8:0:1::1", "a", false);
        failed.add("2001:db8:0:1:ffff::2", "a", false);

        assertThat(failed.overFor("2001:db8:0:1::3", "a")).isPositive();
        assertThat(failed.overFor("2001:db8:0:2::1", "a")).isZero();
    }

    @Test
    void whatIsNoAddressCountsAsItIs() {
        failed.add("not:an:address", "a", false);
        failed.add("not:an:address", "a", false);

        assertThat(failed.overFor("not:an:address", "a")).isPositive();
        assertThat(failed.overFor("unknown", "a")).isZero();
    }

    @Test
    void aLimitOfZeroIsNone() {
        FailedSignatures unlimited = new FailedSignatures(0, 0);
        for (int i = 0; i < 1_000; i++) {
            unlimited.add("192.0.2.1", "a", true);
        }

        assertThat(unlimited.overFor("192.0.2.1", "a")).isZero();
        assertThat(unlimited.suspects("192.0.2.1", "a")).isFalse();
    }
}
