package dev.goldfish.server;

import dev.goldfish.settings.CountText;
import dev.goldfish.settings.DurationBounds;
import dev.goldfish.settings.DurationText;
import dev.goldfish.settings.SizeBounds;
import dev.goldfish.settings.SizeText;
import dev.goldfish.settings.WordText;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.hibernate.validator.constraints.Range;

/** What the server is and how it answers. */
@ConfigMapping(prefix = "goldfish")
public interface ServerConfig {
    /** What an envelope's {@code server_id} may be. */
    String NAME = "[A-Za-z0-9._:@/-]{1,128}";

    String NAME_RULE = "must be 1 to 128 of A-Z a-z 0-9 . _ : @ / -";

    /** The name that envelopes are addressed to. */
    Optional<@Pattern(regexp = NAME, message = NAME_RULE) String> serverId();

    /** Signs replies; 32 to 64 bytes, the same in all replicas. */
    Optional<String> serverSecret();

    /** A file with the secret, as a mounted Kubernetes Secret is; one newline at its end does not count. */
    Optional<Path> serverSecretFile();

    /** Derives job ids; the default is the server's secret. Stays the same while that is rotated. */
    Optional<String> jobIdSecret();

    /** A file with the secret that derives job ids. */
    Optional<Path> jobIdSecretFile();

    /** The server's Ed25519 key, PKCS#8 in PEM: signs replies to clients that sign with Ed25519. */
    Optional<Path> serverKeyFile();

    /** The largest body that is read. */
    @SizeBounds(min = "1K", max = "64M")
    @WithConverter(SizeText.class)
    @WithDefault("256K")
    MemorySize maxBodySize();

    /** How long a body may take to arrive, from its headers to its last byte. */
    @DurationBounds(min = "100ms", max = "10m")
    @WithConverter(DurationText.class)
    @WithDefault("10s")
    Duration bodyTimeout();

    /** How many bytes of incomplete bodies are held at a time, a quarter of them from one address; beyond: {@code server busy}. */
    @SizeBounds(min = "1K", max = "64G")
    @WithConverter(SizeText.class)
    @WithDefault("64M")
    MemorySize maxIncoming();

    /** How long an answer may take to leave, when its reader takes it slowly or not at all; then its connection ends. */
    @DurationBounds(min = "100ms", max = "10m")
    @WithConverter(DurationText.class)
    @WithDefault("10s")
    Duration answerTimeout();

    /** How many bytes of answers may wait at a time, a quarter of them for one client; beyond: {@code server busy}. */
    @SizeBounds(min = "1K", max = "64G")
    @WithConverter(SizeText.class)
    @WithDefault("64M")
    MemorySize maxOutgoing();

    /** How many calls may be under way in this replica, long polls included; beyond: {@code server busy}. */
    @Range(min = 1, max = 1_000_000, message = CountText.RULE)
    @WithConverter(CountText.class)
    @WithDefault("10000")
    int maxCalls();

    /**
     * Where the event of each call goes: as a line of JSON to standard output, into the log with whatever handlers and
     * format that has, or nowhere.
     */
    @WithConverter(AuditToText.class)
    @WithDefault("stdout")
    Optional<@NotNull(message = "must be stdout, log or off") AuditTo> audit();

    enum AuditTo {
        STDOUT,
        LOG,
        OFF
    }

    /** Reads where events go. */
    @RegisterForReflection
    final class AuditToText extends WordText<AuditTo> {
        private static final long serialVersionUID = 1L;

        public AuditToText() {
            super(AuditTo.class);
        }
    }

    /** How many refusals of one address, or of one client over its limits, are in the audit log per minute. */
    @Range(min = 0, max = 1_000_000, message = CountText.RULE)
    @WithConverter(CountText.class)
    @WithDefault("20")
    int auditedRefusalsPerMinute();

    /** Which key signs the replies to a client: the server's secret, or one derived from the client's. */
    @WithConverter(ReplyKeyModeText.class)
    @WithDefault("client-secret")
    Optional<@NotNull(message = "must be server-secret or client-secret") ReplyKeyMode> replyKey();

    enum ReplyKeyMode {
        SERVER_SECRET,
        CLIENT_SECRET
    }

    /** Reads the mode. */
    @RegisterForReflection
    final class ReplyKeyModeText extends WordText<ReplyKeyMode> {
        private static final long serialVersionUID = 1L;

        public ReplyKeyModeText() {
            super(ReplyKeyMode.class);
        }
    }
}
