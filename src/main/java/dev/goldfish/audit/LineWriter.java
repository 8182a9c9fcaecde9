package dev.goldfish.audit;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;

/**
 * Writes lines on a thread of its own, so that a stream that nobody reads holds nobody up. A line that finds no room is dropped
 * and counted; a line of its own says how many were, as soon as the stream takes lines again.
 */
final class LineWriter implements AutoCloseable {
    /** What a pipe takes in one piece, whoever else writes to it (POSIX {@code PIPE_BUF} on Linux). */
    private static final int MOST_BYTES = 4096;

    /** Lines that come within it are written together, and wake the thread once. */
    private static final Duration GATHERING = Duration.ofMillis(10);

    private static final Duration LAST_WRITES = Duration.ofSeconds(1);

    private final OutputStream out;
    private final LongFunction<String> ofDropped;
    private final BlockingQueue<String> queue;
    private final AtomicLong dropped = new AtomicLong();
    private final Thread thread = new Thread(this::run, "goldfish-audit");
    private long told;

    /**
     * @param room how many lines may wait
     * @param ofDropped makes the line that says how many lines were dropped
     */
    LineWriter(OutputStream out, int room, LongFunction<String> ofDropped) {
        this.out = out;
        this.ofDropped = ofDropped;
        this.queue = new LinkedBlockingQueue<>(room);
        thread.setDaemon(true);
        thread.start();
    }

    /** Never waits. */
    void add(String line) {
        if (!queue.offer(line)) {
            dropped.incrementAndGet();
        }
    }

    long dropped() {
        return dropped.get();
    }

    /** Writes what waits, and gives up where the stream does not take it. */
    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(LAST_WRITES.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        List<String> lines = new ArrayList<>();
        boolean open = true;
        while (open) {
            try {
                lines.add(queue.take());
                Thread.sleep(GATHERING.toMillis());
            } catch (InterruptedException e) {
                open = false;
            }
            queue.drainTo(lines);
            write(lines);
            lines.clear();
            tellDropped();
        }
    }

    private void tellDropped() {
        long all = dropped.get();
        if (all > told && write(ofDropped.apply(all - told))) {
            told = all;
        }
    }

    private void write(List<String> lines) {
        StringBuilder piece = new StringBuilder();
        int together = 0;
        for (String line : lines) {
            if (together > 0 && piece.length() + line.length() > MOST_BYTES) {
                writeOrDrop(piece, together);
                piece.setLength(0);
                together = 0;
            }
            piece.append(line);
            together++;
        }
        writeOrDrop(piece, together);
    }

    private void writeOrDrop(CharSequence piece, int lines) {
        if (!write(piece)) {
            dropped.addAndGet(lines);
        }
    }

    private boolean write(CharSequence piece) {
        try {
            out.write(piece.toString().getBytes(StandardCharsets.ISO_8859_1));
            return true;
        } catch (IOException e) {
            // The stream is closed: nobody is left who could be told.
            return false;
        }
    }
}
