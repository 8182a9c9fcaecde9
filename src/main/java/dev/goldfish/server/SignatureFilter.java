package dev.goldfish.server;

import dev.goldfish.access.Door;
import dev.goldfish.access.Verdict;
import dev.goldfish.protocol.BadEnvelopeException;
import dev.goldfish.protocol.ErrorCode;
import dev.goldfish.protocol.Outcome;
import dev.goldfish.signing.EnvelopeCodec;
import dev.goldfish.signing.SignedEnvelope;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.Priority;
import jakarta.inject.Provider;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Objects;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestContext;
import org.jspecify.annotations.Nullable;

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
    /** What the filter works with. */
    public record Parts(Door door, Replies replies, Load load, Draining draining, ServerConfig config) {}

    // Filters are made while the application is built or recorded, before there is a configuration or a secret.
    private final Provider<Parts> provider;
    private volatile @Nullable Parts provided;

    public SignatureFilter(Provider<Parts> parts) {
        this.provider = parts;
    }

    private Parts parts() {
        Parts parts = provided;
        if (parts == null) {
            parts = provider.get();
            provided = parts;
        }
        return parts;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        ResteasyReactiveContainerRequestContext context = (ResteasyReactiveContainerRequestContext) request;
        if (UnsignedFilter.opened(request)) {
            return;
        }
        Visit visit = Visit.of(request);
        parts().draining().redirect(visit.routing());
        if (!parts().load().enter()) {
            context.abortWith(closing(visit, Outcome.refused(ErrorCode.SERVER_BUSY)));
            return;
        }
        visit.whenLeft(parts().load()::leave);
        if (!isPlainJson(request)) {
            onGone(visit, null);
            context.abortWith(parts().replies()
                    .answer(
                            visit,
                            Outcome.refused(
                                    ErrorCode.UNSUPPORTED_MEDIA_TYPE,
                                    "send Content-Type: application/json in UTF-8, without a Content-Encoding")));
            return;
        }
        context.suspend();
        BodyReader reader = new BodyReader(
                visit, Visit.server(context), parts().config(), parts().load(), new Body(context, visit));
        onGone(visit, reader);
        reader.start();
    }

    /** Where the caller goes away, nobody else ends the visit. */
    private void onGone(Visit visit, @Nullable BodyReader reader) {
        visit.routing().addEndHandler(end -> {
            if (reader != null && reader.stop()) {
                visit.received(reader.count());
            }
            if (!visit.isSending()) {
                visit.decision()
                        .whenComplete((decided, failure) -> parts().replies().unanswered(visit));
            }
        });
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
        SignedEnvelope message;
        try {
            message = EnvelopeCodec.read(body);
        } catch (BadEnvelopeException e) {
            visit.claimsRequestId(e.requestId());
            abort(context, visit, Outcome.refused(ErrorCode.BAD_ENVELOPE, e.getMessage()));
            return;
        }
        visit.claims(message.envelope());
        visit.awaits(parts().door()
                .admit(message, visit.remote())
                .thenAccept(verdict -> decided(context, visit, verdict))
                .exceptionally(failure -> {
                    // Nobody else would answer: the request is suspended.
                    context.resume(failure);
                    return null;
                }));
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
        parts().replies()
                .answerWhenSigned(visit, outcome)
                .thenAccept(answer -> {
                    context.abortWith(answer);
                    context.resume();
                })
                .exceptionally(failure -> {
                    context.resume(failure);
                    return null;
                });
    }

    /**
     * The answer to a request whose body is not wanted: nothing else can come over its connection. What still comes is
     * dropped for a while, because closing at once could cost the caller the answer.
     */
    private Response closing(Visit visit, Outcome outcome) {
        Response response = parts().replies().answer(visit, outcome);
        HttpServerRequest http = visit.routing().request();
        HttpGuard.isLast(http);
        if (!http.isEnded()) {
            http.resume();
        }
        return response;
    }

    private static boolean isPlainJson(ContainerRequestContext request) {
        MediaType type = mediaType(request);
        return type != null
                && type.getType().equalsIgnoreCase("application")
                && type.getSubtype().equalsIgnoreCase("json")
                && Objects.requireNonNullElse(type.getParameters().get("charset"), "utf-8")
                        .equalsIgnoreCase("utf-8")
                && Objects.requireNonNullElse(request.getHeaderString(HttpHeaders.CONTENT_ENCODING), "identity")
                        .equalsIgnoreCase("identity");
    }

    /** Null also where there is none in what the caller sent. */
    private static @Nullable MediaType mediaType(ContainerRequestContext request) {
        try {
            return request.getMediaType();
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
