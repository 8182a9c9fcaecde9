package dev.goldfish.job;

import java.nio.ByteBuffer;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Derives job ids: the same client and request_id always give the same one, so that even a start that is repeated after
 * lost data makes the same job, and nobody without the server's secret can guess one.
 */
public final class JobIds {
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    /** A keyed hash of a text, of at least 16 bytes. */
    @FunctionalInterface
    public interface KeyedHash {
        byte[] of(String text);
    }

    private final KeyedHash hash;

    public JobIds(KeyedHash hash) {
        this.hash = hash;
    }

    /** A UUID of version 8 (RFC 9562: made in a way of one's own). */
    public String of(String clientId, String requestId) {
        // Neither id can hold a space, so that no two pairs give one text.
        ByteBuffer bytes = ByteBuffer.wrap(hash.of("job " + clientId + " " + requestId));
        long high = (bytes.getLong() & 0xffff_ffff_ffff_0fffL) | 0x8000L;
        long low = (bytes.getLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low).toString();
    }

    /** Whether a text could be a job id at all. */
    static boolean looksLikeOne(String text) {
        return FORM.matcher(text).matches();
    }
}
