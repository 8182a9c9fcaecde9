package dev.goldfish.client;

import java.net.URI;

/** Where a server is. */
final class Endpoint {
    private Endpoint() {}

    /** Throws {@link IllegalArgumentException} for what is no plain http or https URL. */
    static URI base(String url) {
        URI base = URI.create(url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
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
