package dev.goldfish.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.goldfish.faults.Resp;
import dev.goldfish.redis.EmbeddedRedis;
import dev.goldfish.server.Answer;
import dev.goldfish.server.RawConnection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** Attacks that must not leave a trace: nothing is written to Redis, and the tool does not run. */
final class Harmless {
    private Harmless() {}

    /** Posts a body that must do nothing but get a refusal, signed under the server's secret. */
    static Answer post(byte[] body, String... headers) {
        return attack(() -> RawConnection.post(body, headers).answer());
    }

    static Answer post(String body, String... headers) {
        return post(RawConnection.utf8(body), headers);
    }

    static <T> T attack(Supplier<T> attack) {
        Set<Object> keys = keys();
        int runs = Victim.runs();
        T answer = attack.get();
        assertThat(Victim.runs()).as("runs of the tool").isEqualTo(runs);
        assertThat(keys).as("keys in Redis").containsAll(keys());
        return answer;
    }

    static Set<Object> keys() {
        return new HashSet<>((List<?>) redis("KEYS", "*"));
    }

    static Object redis(String... command) {
        return Resp.once(new EmbeddedRedis().getHosts().iterator().next().getPort(), command);
    }
}
