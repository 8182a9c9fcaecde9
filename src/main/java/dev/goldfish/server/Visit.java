package dev.goldfish.server;

import dev.goldfish.access.Credential;
import dev.goldfish.access.Verdict;
import dev.goldfish.protocol.Envelope;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.MDC;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.core.serialization.EntityWriter;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestContext;
import org.jspecify.annotations.Nullable;

/** One request from its arrival to its answer: what is known of it by now. */
final class Visit {
    private static final String PROPERTY = Visit.class.getName();
    private static final CompletionStage<?> DECIDED = CompletableFuture.completedFuture(null);
    /** W3C Trace Context: version, trace id, parent id and flags; a trace id of zeros is none. */
    private static final Pattern TRACE_PARENT =
            Pattern.compile("(?!ff)[0-9a-f]{2}-((?!0{32})[0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}(-.*)?");

    private final long beganNanos = System.nanoTime();
    private final ResteasyReactiveRequestContext server;
    private final RoutingContext routing;
    private final String remote;
    private @Nullable Runnable whenOver;
    private boolean over;
    private long bytes;
    private CompletionStage<?> decision = DECIDED;
    private String requestId = "";
    private @Nullable Envelope envelope;
    private @Nullable Credential credential;
    private Verdict.@Nullable Admitted admitted;

    private Visit(ResteasyReactiveRequestContext server) {
        this.server = server;
        this.routing = server.serverRequest().unwrap(RoutingContext.class);
        // Now: a connection that is gone has none.
        SocketAddress address = routing.request().remoteAddress();
        this.remote = address == null || address.hostAddress() == null ? "unknown" : address.hostAddress();
    }

    /** The visit that a request belongs to. */
    static Visit of(ContainerRequestContext request) {
        Visit visit = (Visit) request.getProperty(PROPERTY);
        if (visit == null) {
            visit = new Visit((ResteasyReactiveRequestContext)
                    ((ResteasyReactiveContainerRequestContext) request).getServerRequestContext());
            request.setProperty(PROPERTY, visit);
        }
        return visit;
    }

    /** How the body of the answer is sent. */
    void answersWith(EntityWriter writer) {
        server.setEntityWriter(writer);
    }

    ResteasyReactiveRequestContext server() {
        return server;
    }

    /** Has something done once, when the visit is answered or over. */
    synchronized void whenOver(Runnable task) {
        whenOver = task;
    }

    /** @return false where it was over before */
    boolean over() {
        Runnable task;
        synchronized (this) {
            if (over) {
                return false;
            }
            over = true;
            task = whenOver;
        }
        if (task != null) {
            task.run();
        }
        return true;
    }

    /** @param count the size of the body, as far as it has come */
    void received(long count) {
        bytes = count;
    }

    /** What the caller claims. */
    void claims(Envelope claimed) {
        envelope = claimed;
        claimsRequestId(claimed.requestId());
    }

    void claimsRequestId(String claimed) {
        requestId = claimed;
        MDC.put("request_id", claimed);
    }

    /** @param made when it is decided whether the call is admitted */
    void awaits(CompletionStage<?> made) {
        decision = made;
    }

    /** Until then it is not known whose call this is. */
    CompletionStage<?> decision() {
        return decision;
    }

    /** @param proof what the caller proved to have; null for nothing */
    void proved(@Nullable Credential proof) {
        credential = proof;
    }

    void admitted(Verdict.Admitted call) {
        admitted = call;
        credential = call.credential();
    }

    RoutingContext routing() {
        return routing;
    }

    long bytes() {
        return bytes;
    }

    String requestId() {
        return requestId;
    }

    @Nullable
    Envelope envelope() {
        return envelope;
    }

    @Nullable
    Credential credential() {
        return credential;
    }

    /** The verified call, or null before it was admitted. */
    Verdict.@Nullable Admitted admitted() {
        return admitted;
    }

    /** The tool that was asked for, or null before the call was admitted. */
    @Nullable
    String tool() {
        return admitted == null ? null : admitted.envelope().tool();
    }

    /** Since the request arrived. */
    long nanos() {
        return System.nanoTime() - beganNanos;
    }

    long millis() {
        return TimeUnit.NANOSECONDS.toMillis(nanos());
    }

    /** The address at the other end, or the one that a trusted proxy names. */
    String remote() {
        return remote;
    }

    @Nullable
    String header(String name) {
        return routing.request().getHeader(name);
    }

    /** The trace that the request says it belongs to, or null. */
    @Nullable
    String traceId() {
        Matcher parent = TRACE_PARENT.matcher(Objects.requireNonNullElse(header("traceparent"), ""));
        return parent.matches() ? parent.group(1) : null;
    }
}
