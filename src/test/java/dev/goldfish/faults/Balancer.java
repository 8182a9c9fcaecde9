package dev.goldfish.faults;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Leads each new connection to the next of the replicas that called themselves ready when they were last asked, as a
 * service of Kubernetes does; what connections carry is no matter of its own.
 */
final class Balancer implements AutoCloseable {
    private static final long LOOK_MS = 250;

    private final List<Replica> replicas = new CopyOnWriteArrayList<>();
    private final AtomicInteger turn = new AtomicInteger();
    private final ScheduledExecutorService probes = Executors.newSingleThreadScheduledExecutor();
    private final TcpProxy proxy = new TcpProxy(this::next);
    private volatile List<Replica> ready = List.of();

    Balancer(List<Replica> first) {
        replicas.addAll(first);
        probe();
        probes.scheduleWithFixedDelay(this::probe, LOOK_MS, LOOK_MS, TimeUnit.MILLISECONDS);
    }

    private void probe() {
        ready = replicas.stream().filter(Replica::isReady).toList();
    }

    private int next() {
        List<Replica> among = ready;
        // Nobody listens on port 0: such a connection fails.
        return among.isEmpty()
                ? 0
                : among.get(Math.floorMod(turn.getAndIncrement(), among.size())).port();
    }

    /** Knows one more, which gets connections when it is ready. */
    void add(Replica replica) {
        replicas.add(replica);
    }

    void remove(Replica replica) {
        replicas.remove(replica);
    }

    String url() {
        return "http://127.0.0.1:" + proxy.port();
    }

    @Override
    public void close() {
        probes.shutdownNow();
        proxy.close();
    }
}
