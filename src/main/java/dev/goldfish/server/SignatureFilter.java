package dev.goldfish.server;

import dev.goldfish.access.Door;
import dev.goldfish.access.Verdict;
import dev.goldfish.protocol.BadEnvelopeException;
import dev.goldfish.protocol.Envelope;
import dev.goldfish.protocol.ErrorCode;
import dev.goldfish.protocol.Outcome;
import dev.goldfish.signing.EnvelopeCodec;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import jakarta.annotation.Priority;
import jakarta.inject.Provider;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Objects;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestContext;

/**
 * Lets a request through only where its body is an envelope that the {@link Door} admits. It holds for every resource
 * method that is not {@link Unsigned}; one that declares nothing is closed, not open.
 *
 * <p>Reads the body and asks for the nonce without holding a thread.
 */
@jakarta.ws.rs.ext.Provider
@NonBlocking
@Priority(Priorities.AUTHENTICATION)
public class SignatureFilter implements ContainerRequestFilter {
    static final long LINGER_MS = 1_000;

    // Filters are made while the application is built or recorded, before there is a configuration or a secret.
    private final Provider<Door> door;
    private final Provider<Replies> replies;
    private final Provider<Load> load;
    private final Provider<ServerConfig> config;
    private final Provider<Draining> draining;
    private final LastRequests lastRequests = new LastRequests();

    public SignatureFilter(
            Provider<Door> door,
            Provider<Replies> replies,
            Provider<Load> load,
            Provider<ServerConfig> config,
            Provider<Draining> draining) {
        this.door = door;
        this.replies = replies;
        this.load = load;
        this.config = config;
        this.draining = draining;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        ResteasyReactiveContainerRequestContext context = (ResteasyReactiveContainerRequestContext) request;
        if (UnsignedFilter.opened(request)) {
            return;
        }
        Visit visit = Visit.of(request);
        draining.get().redirect(visit.routing());
        if (!load.get().enter()) {
            context.abortWith(closing(visit, Outcome.refused(ErrorCode.SERVER_BUSY)));
            return;
        }
        visit.whenOver(load.get()::leave);
        if (!lastRequests.admit(visit.routing())) {
            Outcome outcome = Outcome.refused(ErrorCode.BAD_ENVELOPE, "the request before was the connection's last");
            context.abortWith(closing(visit, outcome));
            return;
        }
        if (!isPlainJson(request)) {
            context.abortWith(replies.get()
                    .answer(
                            visit,
                            Outcome.refused(
                                    ErrorCode.UNSUPPORTED_MEDIA_TYPE,
                                    "send Content-Type: application/json in UTF-8, without a Content-Encoding")));
            return;
        }
        context.suspend();
        ResteasyReactiveRequestContext server = (ResteasyReactiveRequestContext) context.getServerRequestContext();
        BodyReader reader = new BodyReader(server, config.get(), load.get(), new Body(context, visit));
        visit.routing().addEndHandler(end -> {
            if (reader.stop()) {
                // The caller went away before it had sent everything: nobody else ends this visit.
                visit.over();
            }
        });
        reader.start();
    }

    /** What becomes of a body. */
    private final class Body implements BodyReader.Listener {
        private final ResteasyReactiveContainerRequestContext context;
        private final Visit visit;

        Body(ResteasyReactiveContainerRequestContext context, Visit visit) {
            this.context = context;
            this.visit = visit;
        }

        @Override
        public void read(byte[] body) {
            visit.received(body.length);
            try {
                bodyRead(context, visit, body);
            } catch (RuntimeException e) {
                // Nobody else would answer: the request is suspended.
                context.resume(e);
            }
        }

        @Override
        public void refused(ErrorCode code, String detail, long bytes) {
            visit.received(bytes);
            context.abortWith(closing(visit, Outcome.refused(code, detail)));
            context.resume();
        }
    }

    private void bodyRead(ResteasyReactiveContainerRequestContext context, Visit visit, byte[] body) {
        Envelope envelope;
        try {
            envelope = EnvelopeCodec.read(body);
        } catch (BadEnvelopeException e) {
            visit.claimsRequestId(e.requestId());
            abort(context, visit, Outcome.refused(ErrorCode.BAD_ENVELOPE, e.getMessage()));
            return;
        }
        visit.claims(envelope);
        door.get()
                .admit(envelope, visit.remote())
                .subscribe()
                .with(verdict -> decided(context, visit, verdict), context::resume);
    }

    private void decided(ResteasyReactiveContainerRequestContext context, Visit visit, Verdict verdict) {
        if (verdict instanceof Verdict.Admitted admitted) {
            visit.admitted(admitted);
            context.resume();
        } else if (verdict instanceof Verdict.Refused refused) {
            visit.proved(refused.credential());
            abort(context, visit, refused.outcome());
        }
    }

    private void abort(ResteasyReactiveContainerRequestContext context, Visit visit, Outcome outcome) {
        context.abortWith(replies.get().answer(visit, outcome));
        context.resume();
    }

    /**
     * The answer to a request whose body is not wanted: nothing else can come over its connection. What still comes is
     * dropped for a while, because closing at once could cost the caller the answer.
     */
    private Response closing(Visit visit, Outcome outcome) {
        Response response = replies.get().answer(visit, outcome);
        HttpServerRequest http = visit.routing().request();
        if (http.version() != HttpVersion.HTTP_2) {
            response.getHeaders().putSingle("Connection", "close");
            http.resume();
            visit.routing()
                    .vertx()
                    .setTimer(LINGER_MS, timer -> http.connection().close());
        }
        return response;
    }

    private static boolean isPlainJson(ContainerRequestContext request) {
        MediaType type = request.getMediaType();
        return type != null
                && type.getType().equalsIgnoreCase("application")
                && type.getSubtype().equalsIgnoreCase("json")
                && Objects.requireNonNullElse(type.getParameters().get("charset"), "utf-8")
                        .equalsIgnoreCase("utf-8")
                && Objects.requireNonNullElse(request.getHeaderString(HttpHeaders.CONTENT_ENCODING), "identity")
                        .equalsIgnoreCase("identity");
    }
}
