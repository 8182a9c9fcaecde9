package dev.goldfish.server;

import io.smallrye.common.annotation.NonBlocking;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.ext.Provider;

/** Tells the {@link SignatureFilter} behind it that the method is {@link Unsigned}, to which alone it is bound. */
@Provider
@Unsigned
@NonBlocking
@Priority(Priorities.AUTHENTICATION - 1)
public class UnsignedFilter implements ContainerRequestFilter {
    private static final String OPENED = UnsignedFilter.class.getName() + ".opened";

    static boolean opened(ContainerRequestContext request) {
        return request.getProperty(OPENED) != null;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        request.setProperty(OPENED, true);
    }
}
