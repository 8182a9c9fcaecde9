package dev.goldfish.server;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** Publishes the server's public keys. What it says is as trustworthy as the connection it is read over. */
@Unsigned
@Path("/.well-known/jwks.json")
public class JsonWebKeysResource {
    private final JsonWebKeys keys;

    public JsonWebKeysResource(JsonWebKeys keys) {
        this.keys = keys;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public JsonWebKeys keys() {
        return keys;
    }
}
