package dev.goldfish.access;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When a credential counts.
 *
 * @param notBefore its first moment; null for always before
 * @param notAfter its last moment is before this one; null for always after
 */
public record Validity(
        @Nullable Instant notBefore, @Nullable Instant notAfter) {
    public static final Validity ALWAYS = new Validity(null, null);

    public Validity {
        if (notBefore != null && notAfter != null && !notBefore.isBefore(notAfter)) {
            throw new IllegalArgumentException("not_before must be before not_after");
        }
    }

    public boolean includes(Instant now) {
        return (notBefore == null || !now.isBefore(notBefore)) && (notAfter == null || now.isBefore(notAfter));
    }
}
