package dev.goldfish.server;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;

/** Resources that only tests reach. */
@Path("/test")
public class TestResources {
    @GET
    @Path("undeclared")
    public String undeclaredGet() {
        return "inside";
    }

    @POST
    @Path("undeclared")
    public String undeclaredPost() {
        return "inside";
    }

    @GET
    @Unsigned
    @Path("open")
    public String open() {
        return "open";
    }

    /** More than the kernels at both ends hold. */
    @GET
    @Unsigned
    @Path("page")
    public String page() {
        return "x".repeat(6_000_000);
    }

    @POST
    @Path("broken")
    public String broken() {
        throw new IllegalStateException("password: hunter2");
    }
}
