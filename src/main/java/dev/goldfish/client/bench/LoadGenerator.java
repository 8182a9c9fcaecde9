package dev.goldfish.client.bench;

import dev.goldfish.client.SignedCalls;
import io.netty.channel.EventLoop;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Puts load on a server, once. Nothing is sent twice: what fails is counted. One thread does all the work; the methods
 * may be called from any.
 */
public final class LoadGenerator implements AutoCloseable {
    private final NioEventLoopGroup group = new NioEventLoopGroup(1, new DefaultThreadFactory("goldfish-bench", true));
    private final CompletableFuture<Report> end = new CompletableFuture<>();
    private final EventLoop loop = group.next();
    private final Run run;

    public LoadGenerator(SignedCalls calls, Work work, Plan plan) {
        this.run = new Run(plan, calls, work, loop, end);
    }

    /** Connects, and begins when all connections have been tried. To be called once. */
    public void start() {
        loop.execute(run::open);
    }

    /** Ends the load at once; what has not been answered yet is not counted. */
    public void stop() {
        loop.execute(run::finish);
    }

    public Progress progress() {
        return run.progress();
    }

    /** What came of it, once the load is over; waits so long at most. */
    public Optional<Report> report(Duration atMost) throws InterruptedException {
        try {
            return Optional.of(end.get(atMost.toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the load generator failed", e.getCause());
        }
    }

    @Override
    public void close() {
        stop();
        var unused = group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
