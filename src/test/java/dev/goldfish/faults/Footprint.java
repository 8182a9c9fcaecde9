package dev.goldfish.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * What a Java process uses at one moment, without its garbage.
 *
 * @param threads of any kind
 * @param heapKb in use
 */
record Footprint(int threads, long heapKb) {
    private static final Pattern THREAD = Pattern.compile("(?m)^\".* tid=0x");
    /** The two generations of the serial collector, which have other names since Java 21. */
    private static final Pattern USED =
            Pattern.compile("(?:def new generation|tenured generation|DefNew|Tenured) +total \\d+K, used (\\d+)K");

    static Footprint of(LocalProcess process) {
        jcmd(process, "GC.run");
        long heapKb = USED.matcher(jcmd(process, "GC.heap_info"))
                .results()
                .mapToLong(match -> Long.parseLong(match.group(1)))
                .sum();
        int threads =
                (int) THREAD.matcher(jcmd(process, "Thread.print")).results().count();
        return new Footprint(threads, heapKb);
    }

    private static String jcmd(LocalProcess process, String command) {
        try {
            Process jcmd = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "jcmd")
                                    .toString(),
                            Long.toString(process.pid()),
                            command)
                    .redirectErrorStream(true)
                    .start();
            return new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
