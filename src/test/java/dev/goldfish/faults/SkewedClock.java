package dev.goldfish.faults;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A shared library that puts the clock of the process that loads it ten minutes ahead. */
final class SkewedClock {
    private static final String SOURCE = """
            #define _GNU_SOURCE
            #include <dlfcn.h>
            #include <sys/time.h>
            #include <time.h>
            int clock_gettime(clockid_t clock, struct timespec *time) {
                int (*real)(clockid_t, struct timespec *) = dlsym(RTLD_NEXT, "clock_gettime");
                int result = real(clock, time);
                if (clock == CLOCK_REALTIME) time->tv_sec += 600;
                return result;
            }
            int gettimeofday(struct timeval *time, void *zone) {
                struct timespec now;
                int result = clock_gettime(CLOCK_REALTIME, &now);
                time->tv_sec = now.tv_sec;
                time->tv_usec = now.tv_nsec / 1000;
                return result;
            }
            """;

    private SkewedClock() {}

    /** Builds it; the test is skipped where there is no C compiler, or no Linux. */
    static String library(Path dir) {
        assumeTrue(System.getProperty("os.name").equals("Linux"), "needs LD_PRELOAD");
        Path source = dir.resolve("skewed-clock.c");
        Path library = dir.resolve("skewed-clock.so");
        try {
            Files.writeString(source, SOURCE);
            int exit = new ProcessBuilder("cc", "-shared", "-fPIC", "-o", library.toString(), source.toString(), "-ldl")
                    .inheritIO()
                    .start()
                    .waitFor();
            assumeTrue(exit == 0, "needs a C compiler that works");
        } catch (IOException e) {
            assumeTrue(false, "needs a C compiler");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return library.toString();
    }
}
