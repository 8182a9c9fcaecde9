package dev.goldfish.client;

import java.time.Duration;

/** How far the server's clock and this machine's are apart, in words. */
final class ClockDifference {
    /** Less than this may be the time that the reply took. */
    private static final Duration NOTICEABLE = Duration.ofSeconds(2);

    private ClockDifference() {}

    /** @param serverAhead negative where the server's clock is behind */
    static String text(Duration serverAhead) {
        Duration size = serverAhead.abs();
        if (size.compareTo(NOTICEABLE) < 0) {
            return "this machine's clock and the server's agree, so the call was on its way for too long";
        }
        return "this machine's clock is " + amount(size.plusMillis(500).toSeconds())
                + (serverAhead.isNegative() ? " ahead of" : " behind") + " the server's";
    }

    /** With the two largest units that matter. */
    private static String amount(long seconds) {
        long minutes = (seconds + 30) / 60;
        if (seconds < 120) {
            return seconds + " s";
        }
        if (minutes < 60) {
            return minutes + " min";
        }
        return minutes < 24 * 60
                ? minutes / 60 + " h " + minutes % 60 + " min"
                : minutes / (24 * 60) + " d " + minutes / 60 % 24 + " h";
    }
}
