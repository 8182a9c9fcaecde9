package dev.goldfish.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What counts as an outage after which no worker's jobs are taken at once. */
class ContactTest {
    private static final String PARTITION = Keys.PARTITIONS.get(0);

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1);
    private final Contact contact = new Contact(Duration.ofNanos(10), nanos::get);

    @Test
    void thereIsNoneBeforeTheFirstAnswer() {
        assertThat(contact.unbroken(PARTITION)).isZero();
    }

    @Test
    void oneLateAnswerAmongOthersBreaksNothing() {
        contact.answered(PARTITION);
        for (int i = 0; i < 100; i++) {
            nanos.addAndGet(5);
            contact.failed(PARTITION);
            nanos.addAndGet(5);
            contact.answered(PARTITION);
        }

        assertThat(contact.unbroken(PARTITION)).isEqualTo(Duration.ofNanos(1_000));
    }

    @Test
    void anOutageBreaksItWhileItLastsAndAfterwards() {
        contact.answered(PARTITION);
        nanos.addAndGet(5);
        contact.failed(PARTITION);
        nanos.addAndGet(6);
        assertThat(contact.unbroken(PARTITION)).isZero();

        contact.answered(PARTITION);
        nanos.addAndGet(3);
        assertThat(contact.unbroken(PARTITION)).isEqualTo(Duration.ofNanos(3));
    }

    @Test
    void whereNothingWasAskedNothingIsBroken() {
        contact.answered(PARTITION);
        nanos.addAndGet(1_000);
        contact.answered(PARTITION);

        assertThat(contact.unbroken(PARTITION)).isEqualTo(Duration.ofNanos(1_000));
    }

    @Test
    void anOutageOfOnePartitionIsNoneOfAnother() {
        contact.answered(PARTITION);
        contact.answered(Keys.PARTITIONS.get(1));
        contact.failed(PARTITION);
        nanos.addAndGet(11);

        assertThat(contact.unbroken(PARTITION)).isZero();
        assertThat(contact.unbroken(Keys.PARTITIONS.get(1))).isEqualTo(Duration.ofNanos(11));
    }
}
