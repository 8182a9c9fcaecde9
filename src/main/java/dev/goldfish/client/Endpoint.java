package dev.goldfish.client;

import java.net.URI;
import java.net.URISyntaxException;

/** Where a server is. */
final class Endpoint {
    private Endpoint() {}

    /** Throws {@link IllegalArgumentException} for what is no plain http or https URL. */
    static URI base(String url) {
        URI base;
        try {
            base = new URI(url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
        } catch (URISyntaxException e) {
            // Its message repeats the URL, and with it a password that it may hold.
            throw new IllegalArgumentException("the URL has a character that no URL may have");
        }
        boolean http = "http".equalsIgnoreCase(base.getScheme()) || "https".equalsIgnoreCase(base.getScheme());
        if (!http || base.getHost() == null) {
            throw new IllegalArgumentException("the URL must look like https://host or http://host:port");
        }
        if (base.getRawUserInfo() != null || base.getRawQuery() != null || base.getRawFragment() != null) {
            throw new IllegalArgumentException("the URL must have no user, query or fragment");
        }
        return base;
    }

    static URI call(URI base) {
        return URI.create(base + "/call");
    }
}
