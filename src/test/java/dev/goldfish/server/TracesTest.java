package dev.goldfish.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What belongs to one call is one trace. */
@QuarkusTest
@TestProfile(TracesProfile.class)
class TracesTest {
    private static final String CALLERS_SPAN = "b7ad6b7169203331";

    private final String trace = UUID.randomUUID().toString().replace("-", "");

    @Test
    void aCallItsRoundTripsAndItsJobAreOneTrace() {
        TestCaller.post(
                        TestCaller.FIRST.signed(TestCaller.FIRST.envelope("start_long_task", "{\"seconds\":1}")),
                        "Content-Type",
                        "application/json",
                        "traceparent",
                        "00-" + trace + "-" + CALLERS_SPAN + "-01")
                .is(202, "accepted");

        SpanData job = await().until(
                        () -> spans().stream()
                                .filter(span -> span.getName().equals("job start_long_task"))
                                .toList(),
                        found -> !found.isEmpty())
                .get(0);
        SpanData call = spans().stream()
                .filter(span -> span.getKind() == SpanKind.SERVER)
                .findFirst()
                .orElseThrow();
        assertThat(call.getParentSpanId()).isEqualTo(CALLERS_SPAN);
        assertThat(job.getParentSpanId()).isEqualTo(call.getSpanId());
        assertThat(spans())
                .filteredOn(span -> span.getKind() == SpanKind.CLIENT)
                .as("the nonce, and the start")
                .hasSizeGreaterThanOrEqualTo(2)
                .allSatisfy(span -> assertThat(span.getName()).startsWith("eval"));
    }

    /** Those of this test's trace. */
    private List<SpanData> spans() {
        return TracesProfile.SPANS.getFinishedSpanItems().stream()
                .filter(span -> span.getTraceId().equals(trace))
                .toList();
    }
}
