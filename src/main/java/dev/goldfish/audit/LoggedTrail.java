package dev.goldfish.audit;

import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Level;
import org.jboss.logmanager.Logger;

/** Events as log records: whatever handlers and formats are configured apply to them. */
public final class LoggedTrail implements AuditTrail {
    private static final Logger LOG = Logger.getLogger(CATEGORY);

    @Override
    public boolean isOpen() {
        return LOG.isLoggable(Level.INFO);
    }

    /** The fields travel as MDC, which structured formats print one by one, and as text for everyone else. */
    @Override
    public void add(AuditEvent event) {
        ExtLogRecord log = new ExtLogRecord(
                Level.INFO, event.toString(), ExtLogRecord.FormatStyle.NO_FORMAT, LoggedTrail.class.getName());
        log.setLoggerName(CATEGORY);
        event.forEach(log::putMdc);
        LOG.logRaw(log);
    }
}
