package dev.goldfish.client.bench;

/** Says when work is due. All times are of {@link System#nanoTime}. */
final class Schedule {
    private static final double NANOS_PER_SECOND = 1e9;

    private final Plan plan;
    private final long began;
    private final long measuredFrom;
    private final long end;
    /** In an open loop: the first that is measured, and the next; each has its time by its number. */
    private final long firstMeasured;

    private long next;
    private long taken;

    Schedule(Plan plan, long began) {
        this.plan = plan;
        this.began = began;
        this.measuredFrom = began + plan.warmUp().toNanos();
        this.end = measuredFrom + plan.duration().toNanos();
        this.firstMeasured = numberAt(measuredFrom);
    }

    long measuredFrom() {
        return measuredFrom;
    }

    /** Whether nothing becomes due any more. */
    boolean isOver(long now) {
        return taken == plan.work() || now - end >= 0;
    }

    /** A time, or the end of the load where that was before. */
    long untilEnd(long now) {
        return now - end < 0 ? now : end;
    }

    /** When the next piece of work is or was due. */
    long due(long now) {
        if (!plan.isOpenLoop()) {
            return now;
        }
        if (now - measuredFrom >= 0 && next < firstMeasured) {
            // What the warm-up left unsent would be measured in the place of what comes.
            next = firstMeasured;
        }
        return began + (long) (next * NANOS_PER_SECOND / plan.ratePerSecond());
    }

    /** Takes the piece of work that is due at a time. */
    Piece take(long due, String name) {
        boolean measured = due - measuredFrom >= 0;
        next++;
        if (measured) {
            taken++;
        }
        return new Piece(name, due, measured);
    }

    /** How many measured ones have become due and were not taken. */
    long unsent(long now) {
        if (!plan.isOpenLoop() || now - measuredFrom <= 0) {
            return 0;
        }
        long due = numberAt(untilEnd(now)) - firstMeasured;
        return Math.max(0, Math.min(due, plan.work()) - taken);
    }

    /** How many become due before a time, which is the number of the next. */
    private long numberAt(long time) {
        return (long) Math.ceil((time - began) * plan.ratePerSecond() / NANOS_PER_SECOND);
    }
}
