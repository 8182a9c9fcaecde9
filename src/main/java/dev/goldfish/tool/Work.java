package dev.goldfish.tool;

/** How often the expressions of one call may look at its characters: one that backtracks without end looks for ever. */
final class Work {
    private static final int LOOKS = 1_000_000;
    private static final int LOOKS_PER_CHARACTER = 50;

    private long left;

    Work(int length) {
        left = LOOKS + (long) LOOKS_PER_CHARACTER * length;
    }

    void look() {
        if (left-- <= 0) {
            throw new TooMuch();
        }
    }

    /** Ends a match. */
    static final class TooMuch extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private TooMuch() {
            super(null, null, false, false);
        }
    }
}
