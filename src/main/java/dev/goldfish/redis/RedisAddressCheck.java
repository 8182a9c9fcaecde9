package dev.goldfish.redis;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.Priorities;
import jakarta.annotation.Priority;
import java.util.regex.Pattern;

/** Checks where Redis is as soon as anybody asks the configuration for it, from whichever source it comes. */
@Priority(Priorities.LIBRARY + 900)
public final class RedisAddressCheck implements ConfigSourceInterceptor {
    private static final long serialVersionUID = 1L;
    private static final Pattern HOSTS = Pattern.compile("quarkus\\.redis\\.(.+\\.)?hosts(\\[\\d+])?");

    @Override
    public ConfigValue getValue(ConfigSourceInterceptorContext context, String name) {
        ConfigValue value = context.proceed(name);
        if (value != null && value.getValue() != null && HOSTS.matcher(name).matches()) {
            String fault = RedisAddress.fault(value.getValue());
            if (fault != null) {
                throw new Fault(name + " " + fault);
            }
        }
        return value;
    }

    /** Shown by its message alone, as the rest of what is wrong with a configuration is. */
    private static final class Fault extends ConfigurationException {
        private static final long serialVersionUID = 1L;

        Fault(String message) {
            super(message);
        }

        @Override
        public String toString() {
            return String.valueOf(getMessage());
        }
    }
}
