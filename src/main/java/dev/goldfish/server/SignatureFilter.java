package dev.goldfish.server;

import dev.goldfish.access.Door;
import dev.goldfish.access.Verdict;
import dev.goldfish.protocol.BadEnvelopeException;
import dev.goldfish.protocol.Envelope;
import dev.goldfish.protocol.ErrorCode;
import dev.goldfish.protocol.Outcome;
import dev.goldfish.signing.EnvelopeCodec;
import io.smallrye.common.annotation.NonBlocking;
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
import org.jboss.resteasy.reactive.server.spi.ServerHttpRequest;
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
    private static final String ADMITTED = SignatureFilter.class.getName() + ".admitted";

    // Filters are made while the application is built or recorded, before there is a configuration or a secret.
    private final Provider<Door> door;
    private final Provider<Replies> replies;
    private final Provider<ServerConfig> config;

    public SignatureFilter(Provider<Door> door, Provider<Replies> replies, Provider<ServerConfig> config) {
        this.door = door;
        this.replies = replies;
        this.config = config;
    }

    /** The verified call that a request carries, or null before it was admitted. */
    static Verdict.@Nullable Admitted admitted(ContainerRequestContext request) {
        return (Verdict.Admitted) request.getProperty(ADMITTED);
    }

    @Override
    public void filter(ContainerRequestContext request) {
        ResteasyReactiveContainerRequestContext context = (ResteasyReactiveContainerRequestContext) request;
        if (UnsignedFilter.opened(request)) {
            return;
        }
        if (!isPlainJson(request)) {
            context.abortWith(refusal(
                    ErrorCode.UNSUPPORTED_MEDIA_TYPE,
                    "send Content-Type: application/json in UTF-8," + " without a Content-Encoding"));
            return;
        }
        context.suspend();
        ServerHttpRequest http = ((ResteasyReactiveRequestContext) context.getServerRequestContext()).serverRequest();
        long maxBodySize = config.get().maxBodySize().asLongValue();
        BodyReader.read(http, maxBodySize, body -> {
            try {
                bodyRead(context, maxBodySize, body);
            } catch (RuntimeException e) {
                // Nobody else would answer: the request is suspended.
                context.resume(e);
            }
        });
    }

    private void bodyRead(ResteasyReactiveContainerRequestContext context, long maxBodySize, byte @Nullable [] body) {
        if (body == null) {
            Response tooLarge = refusal(ErrorCode.TOO_LARGE, "the limit is " + maxBodySize + " bytes");
            tooLarge.getHeaders().putSingle("Connection", "close");
            abort(context, tooLarge);
            return;
        }
        Envelope envelope;
        try {
            envelope = EnvelopeCodec.read(body);
        } catch (BadEnvelopeException e) {
            Outcome outcome = Outcome.refused(ErrorCode.BAD_ENVELOPE, e.getMessage());
            abort(context, replies.get().sign(outcome, e.requestId(), null));
            return;
        }
        door.get()
                .admit(envelope, "")
                .subscribe()
                .with(verdict -> decided(context, envelope, verdict), context::resume);
    }

    private void decided(ResteasyReactiveContainerRequestContext context, Envelope envelope, Verdict verdict) {
        if (verdict instanceof Verdict.Admitted) {
            context.setProperty(ADMITTED, verdict);
            context.resume();
        } else if (verdict instanceof Verdict.Refused refused) {
            abort(context, replies.get().sign(refused.outcome(), envelope.requestId(), refused.credential()));
        }
    }

    private Response refusal(ErrorCode code, String detail) {
        return replies.get().sign(Outcome.refused(code, detail), "", null);
    }

    private static void abort(ResteasyReactiveContainerRequestContext context, Response response) {
        context.abortWith(response);
        context.resume();
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
