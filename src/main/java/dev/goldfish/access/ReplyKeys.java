package dev.goldfish.access;

import dev.goldfish.signing.Ed25519Key;
import dev.goldfish.signing.Signer;
import dev.goldfish.signing.SigningKey;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What replies are signed with.
 *
 * @param forSecret the key for a client that signed with a given secret
 * @param forPublicKeys the server's own key, for clients that sign with Ed25519; null where there is none
 */
public record ReplyKeys(
        Function<SigningKey, Signer> forSecret, @Nullable Ed25519Key forPublicKeys) {}
