package dev.goldfish.attacks;

/** What this process, and so a server that runs in it, keeps in memory. */
final class Heap {
    private Heap() {}

    /** Bytes in use after a collection. */
    static long used() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
