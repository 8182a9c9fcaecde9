package dev.goldfish.server;

import dev.goldfish.access.Credential;
import dev.goldfish.access.Verdict;
import dev.goldfish.protocol.Envelope;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.util.ArrayList;
import java.util.List;
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
    private final @Nullable ResteasyReactiveRequestContext server;
    private final RoutingContext routing;
    private final String remote;
    private final List<Runnable> whenLeft = new ArrayList<>(2);
    private boolean over;
    private boolean sending;
    private boolean left;
    private long bytes;
    private CompletionStage<?> decision = DECIDED;
    private String requestId = "";
    private @Nullable Envelope envelope;
    private @Nullable Credential credential;
    private Verdict.@Nullable Admitted admitted;

    /** Of a request that is not routed to a resource. */
    Visit(RoutingContext routing) {
        this(routing, null);
    }

    private Visit(RoutingContext routing, @Nullable ResteasyReactiveRequestContext server) {
        this.server = server;
        this.routing = routing;
        // Now: a connection that is gone has none.
        this.remote = address(routing.request());
    }

    /** The address at the other end, or the one that a trusted proxy names. */
    static String address(HttpServerRequest request) {
        SocketAddress address = request.remoteAddress();
        return address == null || address.hostAddress() == null ? "unknown" : address.hostAddress();
    }

    /** The visit that a request belongs to. */
    static Visit of(ContainerRequestContext request) {
        Visit visit = (Visit) request.getProperty(PROPERTY);
        if (visit == null) {
            ResteasyReactiveRequestContext server = server(request);
            visit = new Visit(server.serverRequest().unwrap(RoutingContext.class), server);
            request.setProperty(PROPERTY, visit);
        }
        return visit;
    }

    static ResteasyReactiveRequestContext server(ContainerRequestContext request) {
        return (ResteasyReactiveRequestContext)
                ((ResteasyReactiveContainerRequestContext) request).getServerRequestContext();
    }

    /** How the body of the answer is sent. */
    void answersWith(EntityWriter writer) {
        if (server != null) {
            server.setEntityWriter(writer);
        }
    }

    /** Has something done once, when the answer has left or the caller has gone. */
    void whenLeft(Runnable task) {
        synchronized (this) {
            if (!left) {
                whenLeft.add(task);
                return;
            }
        }
        task.run();
    }

    /** From now on it is the connection that says when this visit has left. */
    synchronized void sends() {
        sending = true;
    }

    synchronized boolean isSending() {
        return sending;
    }

    void left() {
        List<Runnable> tasks;
        synchronized (this) {
            left = true;
            tasks = List.copyOf(whenLeft);
            whenLeft.clear();
        }
        tasks.forEach(Runnable::run);
    }

    /** @return false where it was answered, or given up, before */
    synchronized boolean over() {
        boolean first = !over;
        over = true;
        return first;
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
