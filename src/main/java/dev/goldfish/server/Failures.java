package dev.goldfish.server;

import dev.goldfish.protocol.ErrorCode;
import dev.goldfish.protocol.Outcome;
import dev.goldfish.protocol.Status;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import org.jboss.logging.Logger;

/** What went wrong outside of tools. A stranger can have it go wrong as often as he likes: his failures are sampled. */
public final class Failures {
    private static final Logger LOG = Logger.getLogger(Failures.class);
    private static final int LEAST_ERROR = 400;

    private final Replies replies;
    private final RefusalQuota quota;

    /** @param perMinute how many failures of one stranger are logged */
    public Failures(Replies replies, int perMinute) {
        this.replies = replies;
        this.quota = new RefusalQuota(
                perMinute, (whose, count) -> LOG.errorf("%d more requests of %s failed", count, whose));
    }

    void log(Visit visit, Throwable failure) {
        if (visit.credential() != null || quota.allows(visit.remote())) {
            LOG.errorf(failure, "request %s failed", visit.requestId());
        }
    }

    /** Answers a request that no resource answers, signed like every other. */
    void answer(RoutingContext routing) {
        HttpServerResponse response = routing.response();
        if (response.ended()) {
            return;
        }
        Visit visit = new Visit(routing);
        int status = routing.statusCode();
        if (status >= LEAST_ERROR && status < ErrorCode.INTERNAL_ERROR.httpStatus()) {
            replies.send(
                    visit,
                    new Outcome(
                            Status.ERROR,
                            null,
                            ErrorCode.BAD_ENVELOPE.text() + ": this is no request that this server can read; it needs a"
                                    + " path and a host",
                            status,
                            0));
            return;
        }
        if (routing.failure() != null) {
            log(visit, routing.failure());
        }
        replies.send(visit, Outcome.refused(ErrorCode.INTERNAL_ERROR));
    }
}
