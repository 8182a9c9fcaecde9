package dev.goldfish.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** The network on the way to a server, as good or bad as a test wants it. */
final class TcpProxy implements AutoCloseable {
    private final IntSupplier target;
    private final ServerSocket listening;
    private final Set<Link> links = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "tcp-proxy");
        thread.setDaemon(true);
        return thread;
    });

    private final AtomicInteger attempts = new AtomicInteger();
    private volatile boolean refusing;
    private volatile boolean stalled;
    /** Ends the answers on every connection that it passes on in a request. */
    private volatile @Nullable String lastWords;

    private volatile boolean lossy;
    private volatile long delayMs;

    TcpProxy(int target) {
        this(() -> target);
    }

    /** @param target the port that the next connection leads to */
    TcpProxy(IntSupplier target) {
        this.target = target;
        try {
            this.listening = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.execute(this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    String uri() {
        return "redis://127.0.0.1:" + port();
    }

    /** The same for a user of Redis' own. */
    String uri(String user, String password) {
        return "redis://" + user + ":" + password + "@127.0.0.1:" + port();
    }

    /** How many connections there are. */
    int connections() {
        return links.size();
    }

    /** How many were ever asked for. */
    int attempts() {
        return attempts.get();
    }

    /** Breaks all connections, and every new one at once. */
    void cut() {
        refusing = true;
        drop();
    }

    /** Breaks the connections there are. */
    void drop() {
        links.forEach(Link::close);
    }

    /** Leaves connections open, and passes nothing on. */
    void stall() {
        stalled = true;
        lossy = true;
    }

    /** Passes on requests that hold a text, and loses what is answered from there on. */
    void loseAnswersTo(String text) {
        lastWords = text;
        lossy = true;
    }

    /** Holds everything back for a while, in each direction. */
    void delay(long millis) {
        delayMs = millis;
    }

    /** Works again; connections that lost something are broken. */
    void heal() {
        delayMs = 0;
        lastWords = null;
        if (lossy) {
            drop();
        }
        lossy = false;
        stalled = false;
        refusing = false;
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket near = listening.accept();
                attempts.incrementAndGet();
                if (refusing) {
                    near.close();
                } else {
                    open(near);
                }
            } catch (IOException e) {
                // Closed, or the target is away: the next one may go better.
            }
        }
    }

    private void open(Socket near) throws IOException {
        Socket far;
        try {
            far = new Socket(InetAddress.getLoopbackAddress(), target.getAsInt());
        } catch (IOException e) {
            near.close();
            return;
        }
        near.setTcpNoDelay(true);
        far.setTcpNoDelay(true);
        Link link = new Link(near, far);
        links.add(link);
        threads.execute(() -> link.pass(near, far, false));
        threads.execute(() -> link.pass(far, near, true));
        if (refusing) {
            link.close();
        }
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        drop();
        threads.shutdownNow();
    }

    private final class Link {
        private final Socket near;
        private final Socket far;
        private volatile boolean mute;

        Link(Socket near, Socket far) {
            this.near = near;
            this.far = far;
        }

        void pass(Socket from, Socket to, boolean answers) {
            byte[] buffer = new byte[16 * 1024];
            try {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                    if (delayMs > 0) {
                        TimeUnit.MILLISECONDS.sleep(delayMs);
                    }
                    while (stalled && !near.isClosed()) {
                        TimeUnit.MILLISECONDS.sleep(5);
                    }
                    String words = lastWords;
                    if (!answers && words != null && new String(buffer, 0, n, StandardCharsets.UTF_8).contains(words)) {
                        mute = true;
                    }
                    if (!(answers && mute)) {
                        out.write(buffer, 0, n);
                    }
                }
            } catch (IOException | InterruptedException e) {
                // The connection is over either way.
            } finally {
                close();
            }
        }

        void close() {
            links.remove(this);
            for (Socket socket : new Socket[] {near, far}) {
                try {
                    socket.close();
                } catch (IOException e) {
                    // It is of no more use anyway.
                }
            }
        }
    }
}
