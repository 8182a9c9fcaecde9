package dev.goldfish.client.cli;

/** What a command returns to the shell. */
final class ExitCode {
    static final int OK = 0;
    static final int TOOL_ERROR = 1;
    static final int USAGE = 2;
    static final int REFUSED = 3;
    static final int UNREACHABLE = 4;
    static final int TIMEOUT = 5;
    static final int BUG = 70;

    /** As picocli shows them in a help text. */
    static final String[] DESCRIPTIONS = {
        OK + ":the command did what it should",
        TOOL_ERROR + ":the tool failed, the job ended other than well, or calls of a bench failed",
        USAGE + ":wrong usage or a missing setting",
        REFUSED + ":the server refused, or its reply could not be trusted",
        UNREACHABLE + ":no reply from the server",
        TIMEOUT + ":the call or the job did not end within --timeout",
        BUG + ":a bug in goldfish",
    };

    private ExitCode() {}
}
