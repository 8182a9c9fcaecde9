package dev.goldfish.redis;

/** Is told of every round trip to Redis. */
public interface RedisObserver {
    RedisObserver NONE = (command, nanos) -> {};

    /**
     * @param command the name of the script, or of the command in lower case
     * @param nanos until the answer, or until none was waited for any longer
     */
    void ended(String command, long nanos);
}
