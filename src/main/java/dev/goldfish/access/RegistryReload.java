package dev.goldfish.access;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Reads the registry again when its file, or one that it refers to, holds something else. A bad one changes nothing. */
public final class RegistryReload {
    private static final Logger LOG = Logger.getLogger(RegistryReload.class);
    private static final Duration REPORT_EVERY = Duration.ofHours(1);

    private final Path path;
    private final RegistryFile file;
    private final KeyUse keyUse;
    private final LiveRegistry live;
    private RegistryTexts seen;

    /**
     * Reads the registry for the first time.
     *
     * @throws IllegalArgumentException where it is not to be used; the message names the entry and the rule
     */
    public RegistryReload(Path path, RegistryFile file, KeyUse keyUse, Clock clock) {
        this.path = path;
        this.file = file;
        this.keyUse = keyUse;
        this.seen = new RegistryTexts(path);
        this.live = new LiveRegistry(parse(seen), clock);
        seen.warnOfOpenFiles();
    }

    public LiveRegistry live() {
        return live;
    }

    /** Looks at the files from now on, on a thread of the timer, and reports now and then which keys are used. */
    public void begin(ScheduledExecutorService timer, Duration interval) {
        timer.scheduleWithFixedDelay(this::look, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
        long report = REPORT_EVERY.toMillis();
        timer.scheduleWithFixedDelay(() -> keyUse.report(live.get()), report, report, TimeUnit.MILLISECONDS);
    }

    /** Reads the files again where one has changed. */
    synchronized void look() {
        try {
            if (seen.changed()) {
                reload();
            }
        } catch (RuntimeException e) {
            // The timer would stop looking.
            LOG.errorf(e, "%s not read again", path);
        }
    }

    private void reload() {
        RegistryTexts texts = new RegistryTexts(path);
        try {
            ClientRegistry clients = parse(texts);
            if (stillWritten(texts)) {
                return;
            }
            seen = texts;
            live.replace(clients);
            LOG.infof("%s read again: %d clients", path, clients.all().size());
            texts.warnOfOpenFiles();
            keyUse.report(clients);
        } catch (IllegalArgumentException e) {
            if (stillWritten(texts)) {
                return;
            }
            seen = texts;
            live.refuse(String.valueOf(e.getMessage()));
            LOG.errorf("%s is not used, the clients stay as they were: %s", path, e.getMessage());
        }
    }

    /** Or links were switched between the reading of two files: the next look finds one state. */
    private static boolean stillWritten(RegistryTexts texts) {
        return texts.changed();
    }

    private ClientRegistry parse(RegistryTexts texts) {
        return file.parse(texts.registry(), texts::beside);
    }
}
