package dev.goldfish.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.redis.client.impl.types.ErrorType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the errors mean that commands fail with, alone and where several travelled together. */
class RedisErrorsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "CONNECTION_CLOSED",
                "ERR [0] CONNECTION_CLOSED\nERR [1] CONNECTION_CLOSED",
                "ERR [0] java.net.SocketException: Connection reset\nERR [1] java.net.SocketException: Connection reset",
                "ERR [1] io.vertx.core.VertxException: Connection was closed"
            })
    void aBrokenConnectionIsNoAnswer(String message) {
        ErrorType error = ErrorType.create(message);

        assertThat(RedisErrors.isAnswer(error)).isFalse();
        assertThat(RedisErrors.isRefusal(error)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "READONLY You can't write against a read only replica.",
                "ERR [1] UNBLOCKED force unblock from blocking operation, instance state changed (master -> replica?)",
                "ERR [1] WAIT cannot be used with replica instances."
            })
    void aReplicaAnswersAndAnotherServerMayDoIt(String message) {
        ErrorType error = ErrorType.create(message);

        assertThat(RedisErrors.isAnswer(error)).isTrue();
        assertThat(RedisErrors.isRefusal(error)).isFalse();
        assertThat(RedisErrors.isOfThisServer(error)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "WRONGTYPE Operation against a key holding the wrong kind of value",
                "ERR [0] NOPERM this user has no permissions to run the 'evalsha' command",
                "ERR [0] unknown command 'EVALSHA'"
            })
    void aRefusedCommandWillNotGoWellLater(String message) {
        assertThat(RedisErrors.isRefusal(ErrorType.create(message))).isTrue();
    }
}
