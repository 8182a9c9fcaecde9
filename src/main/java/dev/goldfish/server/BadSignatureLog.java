package dev.goldfish.server;

import dev.goldfish.protocol.Envelope;
import dev.goldfish.signing.EnvelopeCodec;
import io.quarkus.arc.profile.IfBuildProfile;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.ext.Provider;
import java.nio.charset.StandardCharsets;
import org.jboss.logging.Logger;

/**
 * Shows those who write a client the text that a badly signed message must be signed over. In dev mode only: it holds the
 * arguments of a call. A production build leaves this filter out.
 */
@IfBuildProfile("dev")
@Provider
public class BadSignatureLog implements ContainerResponseFilter {
    private static final Logger LOG = Logger.getLogger(BadSignatureLog.class);
    private static final int UNAUTHORIZED = 401;

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        Visit visit = Visit.of(request);
        Envelope claimed = visit.envelope();
        // Whoever proved to have a credential was refused for another reason.
        if (response.getStatus() == UNAUTHORIZED && claimed != null && visit.credential() == null) {
            LOG.infof(
                    "bad signature of %s: with a secret of this client, it must be the HMAC-SHA256 of %s",
                    claimed.clientId(), new String(EnvelopeCodec.signedForm(claimed), StandardCharsets.US_ASCII));
        }
    }
}
