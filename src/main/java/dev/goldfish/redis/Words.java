package dev.goldfish.redis;

import java.util.ArrayList;
import java.util.List;

/** What a script is given: its keys, which tell a cluster where to run it, and its arguments. */
record Words(List<String> keys, List<String> args) {
    static Words ofKeys(String... keys) {
        return new Words(List.of(keys), List.of());
    }

    /** Arguments only, each as its text. */
    static Words ofArgs(Object... args) {
        return ofKeys().with(args);
    }

    /** These, then further arguments, each as its text. */
    Words with(Object... further) {
        List<String> all = new ArrayList<>(args.size() + further.length);
        all.addAll(args);
        for (Object arg : further) {
            all.add(arg.toString());
        }
        return new Words(keys, all);
    }

    /** These, then the others. */
    Words and(Words others) {
        return and(List.of(others));
    }

    /** These, then all the others, in their order. */
    Words and(List<Words> others) {
        List<String> allKeys = new ArrayList<>(keys);
        List<String> allArgs = new ArrayList<>(args);
        for (Words other : others) {
            allKeys.addAll(other.keys);
            allArgs.addAll(other.args);
        }
        return new Words(allKeys, allArgs);
    }
}
