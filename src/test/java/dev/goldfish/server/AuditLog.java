package dev.goldfish.server;

import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtLogRecord;

/** The audit log, as it is written while this is open. */
public final class AuditLog extends Handler implements AutoCloseable {
    private static final Logger LOGGER = Logger.getLogger("dev.goldfish.audit");

    /** The fields of one event, and its text. */
    public record Event(Map<String, String> fields, String text) {
        public String get(String field) {
            return fields.get(field);
        }
    }

    private final List<Event> events = new CopyOnWriteArrayList<>();

    public AuditLog() {
        LOGGER.addHandler(this);
    }

    /** The one event that has this field, as soon as it is there. */
    public Event event(String field, String value) {
        return await().until(
                        () -> events.stream()
                                .filter(event -> value.equals(event.get(field)))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    public List<Event> events() {
        return events;
    }

    @Override
    public void publish(LogRecord logged) {
        ExtLogRecord event = ExtLogRecord.wrap(logged);
        events.add(new Event(event.getMdcCopy(), event.getMessage()));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        LOGGER.removeHandler(this);
    }
}
