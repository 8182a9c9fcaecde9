package dev.goldfish.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.redis.client.impl.types.ErrorType;
import java.io.IOException;
import org.junit.jupiter.api.Test;
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
        assertThat(RedisErrors.isOfThisConnection(error)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "WRONGTYPE Operation against a key holding the wrong kind of value",
                "ERR [0] WRONGTYPE Operation against a key holding the wrong kind of value script: 1f, on @user_script:2.",
                "ERR value is not an integer or out of range script: 1f, on @user_script:2.",
                "ERR user_script:2: attempt to index local 'x' (a nil value) script: 1f, on @user_script:2.",
                "ERR Wrong number of args calling Redis command from script script: 1f, on @user_script:2."
            })
    void whatAScriptRefusesItRefusesAgain(String message) {
        assertThat(RedisErrors.isRefusal(ErrorType.create(message))).isTrue();
    }

    /** What Redis 7.0 says, word by word. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "WRONGPASS invalid username-password pair or user is disabled.",
                "NOAUTH Authentication required.",
                "ERR [0] NOPERM this user has no permissions to run the 'evalsha' command",
                "NOPERM this user has no permissions to access one of the keys used as arguments",
                "ERR The user executing the script can't run this command or subcommand script: 1f, on @user_script:2.",
                "ERR The user executing the script can't access at least one of the keys mentioned in the command"
                        + " arguments script: 1f, on @user_script:2.",
                "DENIED Redis is running in protected mode because protected mode is enabled",
                "ERR max number of clients reached",
                "ERR unknown command 'EVALSHA', with args beginning with: ",
                "ERR Unknown Redis command called from script script: 1f, on @user_script:2.",
                "ERR Error compiling script (new function): user_script:1: unexpected symbol near '#'",
                "ERR DB index is out of range",
                "ERR Script attempted to access a non local key in a cluster node script: 1f, on @user_script:2.",
                "ERR Error running script: Script killed by user with SCRIPT KILL. script: 1f, on @user_script:2.",
                "LOADING Redis is loading the dataset in memory",
                "MISCONF Redis is configured to save RDB snapshots, but it's currently unable to persist to disk.",
                "NOREPLICAS Not enough good replicas to write.",
                "BUSY Redis is busy running a script.",
                "CLUSTERDOWN The cluster is down",
                "SOMETHING that no version says yet"
            })
    void whatRedisSaysOfItselfMayPass(String message) {
        assertThat(RedisErrors.isRefusal(ErrorType.create(message))).isFalse();
    }

    @Test
    void aDescriptionIsOneLineWithoutALogin() {
        Throwable failure = new IOException("Failed to connect to all nodes\n- redis://me:p@ss/word@node:1/0: refused");

        assertThat(RedisErrors.describe(failure))
                .isEqualTo("Failed to connect to all nodes - redis://node:1/0: refused");
    }

    @Test
    void aDescriptionSaysWhatIsMeant() {
        assertThat(RedisErrors.describe(ErrorType.create("WRONGPASS invalid username-password pair")))
                .isEqualTo("it refuses the login (WRONGPASS invalid username-password pair)");
    }
}
