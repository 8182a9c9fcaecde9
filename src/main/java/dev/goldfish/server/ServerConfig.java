package dev.goldfish.server;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** What the server is and how it answers. */
@ConfigMapping(prefix = "goldfish")
public interface ServerConfig {
    /** The name that envelopes are addressed to. */
    Optional<String> serverId();

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
    @WithDefault("256K")
    MemorySize maxBodySize();

    /** How long a body may take to arrive, from its headers to its last byte. */
    @WithDefault("10s")
    Duration bodyTimeout();

    /** How many bytes of incomplete bodies are held at a time, a quarter of them from one address; beyond: {@code server busy}. */
    @WithDefault("64M")
    MemorySize maxIncoming();

    /** How long an answer may take to leave, when its reader takes it slowly or not at all; then its connection ends. */
    @WithDefault("10s")
    Duration answerTimeout();

    /** How many bytes of answers may wait at a time, a quarter of them for one client; beyond: {@code server busy}. */
    @WithDefault("64M")
    MemorySize maxOutgoing();

    /** How many calls may be under way in this replica, long polls included; beyond: {@code server busy}. */
    @WithDefault("10000")
    int maxCalls();

    /**
     * Where the event of each call goes: as a line of JSON to standard output, into the log with whatever handlers and
     * format that has, or nowhere.
     */
    @WithDefault("stdout")
    AuditTo audit();

    enum AuditTo {
        STDOUT,
        LOG,
        OFF
    }

    /** How many refusals of one address, or of one client over its limits, are in the audit log per minute. */
    @WithDefault("20")
    int auditedRefusalsPerMinute();

    /** Which key signs the replies to a client: the server's secret, or one derived from the client's. */
    @WithDefault("client-secret")
    ReplyKeyMode replyKey();

    enum ReplyKeyMode {
        SERVER_SECRET,
        CLIENT_SECRET
    }
}
