package dev.goldfish.client.cli;

import dev.goldfish.access.RegistryFile;
import dev.goldfish.access.ReplyKeys;
import dev.goldfish.client.ScriptedServer;
import dev.goldfish.signing.Ed25519Key;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** One run of the command line, and what came of it. */
public record CliRun(int exitCode, String out, String err, int served) {
    /** A run that is being prepared. */
    public static final class Setup {
        private final Map<String, String> env = new HashMap<>();
        private final List<String> args;
        private String in = "";
        private boolean terminal;
        private OutputStream out = new ByteArrayOutputStream();

        private Setup(String... args) {
            this.args = new ArrayList<>(List.of(args));
        }

        public Setup env(String name, String value) {
            env.put(name, value);
            return this;
        }

        Setup in(String text) {
            this.in = text;
            return this;
        }

        Setup onTerminal() {
            this.terminal = true;
            return this;
        }

        /** Standard output takes nothing, as a full disk. */
        Setup onFullDisk() {
            this.out = new OutputStream() {
                @Override
                public void write(int b) throws IOException {
                    throw new IOException("No space left on device");
                }
            };
            return this;
        }

        CliRun against(ScriptedServer server) {
            return env("GOLDFISH_URL", server.url()).run();
        }

        public CliRun run() {
            ByteArrayOutputStream err = new ByteArrayOutputStream();
            AtomicInteger served = new AtomicInteger();
            Shell shell = Shell.of(
                    env,
                    new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8)),
                    new PrintStream(out, true, StandardCharsets.UTF_8),
                    new PrintStream(err, true, StandardCharsets.UTF_8),
                    terminal);
            int exitCode = Cli.run(args.toArray(String[]::new), served::incrementAndGet, CliRun::checkRegistry, shell);
            return new CliRun(
                    exitCode,
                    out instanceof ByteArrayOutputStream bytes ? bytes.toString(StandardCharsets.UTF_8) : "",
                    err.toString(StandardCharsets.UTF_8),
                    served.get());
        }
    }

    private static void checkRegistry(String json, Path path) {
        new RegistryFile(32, new ReplyKeys(secret -> secret, Ed25519Key.generate())).parse(json, path);
    }

    public static Setup of(String... args) {
        return new Setup(args);
    }
}
