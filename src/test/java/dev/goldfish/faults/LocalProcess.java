package dev.goldfish.faults;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** A process that this test run started: its output goes to a file, and it ends with the test run at the latest. */
final class LocalProcess implements AutoCloseable {
    private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();
    private static final int SHOWN_LINES = 60;

    static {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> RUNNING.forEach(Process::destroyForcibly), "ends-local-processes"));
    }

    private final Process process;
    private final Path log;

    private LocalProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** Starts a command; nothing of this project's settings is inherited from the environment of the tests. */
    static LocalProcess start(List<String> command, Map<String, String> environment, Path dir, String name) {
        Path log = dir.resolve(name + ".log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        return start(builder, environment, dir, log);
    }

    /** The same with a pipe for standard output, which nobody reads before {@link #output()} is; the log is of standard error. */
    static LocalProcess startUnread(List<String> command, Map<String, String> environment, Path dir, String name) {
        Path log = dir.resolve(name + ".log");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
        return start(builder, environment, dir, log);
    }

    private static LocalProcess start(ProcessBuilder builder, Map<String, String> environment, Path dir, Path log) {
        builder.directory(dir.toFile()).redirectInput(new File("/dev/null"));
        builder.environment()
                .keySet()
                .removeIf(key -> key.startsWith("GOLDFISH_") || key.startsWith("QUARKUS_") || key.startsWith("JAVA_"));
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            RUNNING.add(process);
            return new LocalProcess(process, log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of a process that was started unread. */
    InputStream output() {
        return process.getInputStream();
    }

    boolean alive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    /** SIGKILL: no hook runs, nothing is flushed. */
    void kill() {
        process.destroyForcibly();
        awaitExit(30);
    }

    /** SIGTERM, without waiting. */
    void terminate() {
        process.destroy();
    }

    /** Waits for the end, and gives its exit code. */
    int awaitExit(int seconds) {
        try {
            if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                throw new AssertionError("process " + pid() + " did not end within " + seconds + " s\n" + lastLines());
            }
            RUNNING.remove(process);
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** Waits for the end of a server that was asked to stop, which a JVM reports as 143. */
    void awaitStop(int seconds) {
        int code = awaitExit(seconds);
        if (code != 0 && code != 143) {
            throw new AssertionError("exit code " + code + "\n" + lastLines());
        }
    }

    /** SIGSTOP: it stands still with all that it holds, as in a long pause of its machine. */
    void freeze() {
        signal("STOP");
    }

    void thaw() {
        signal("CONT");
    }

    private void signal(String name) {
        try {
            int exit = new ProcessBuilder("kill", "-" + name, Long.toString(pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
            if (exit != 0) {
                throw new AssertionError("kill -" + name + " failed");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    String log() {
        try {
            return new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String lastLines() {
        List<String> lines = log().lines().toList();
        return "--- " + log.getFileName() + " (process " + pid() + ")\n"
                + String.join("\n", lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size()));
    }

    @Override
    public void close() {
        if (alive()) {
            kill();
        }
    }
}
