package dev.goldfish.redis;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.function.Function;

/** Objects that are others but for a few methods. */
final class Forwarding {
    private Forwarding() {}

    /** @param instead by a method's name, what its arguments lead to */
    static <T> T to(Class<T> type, T target, Map<String, Function<Object[], Object>> instead) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, args) -> {
            Function<Object[], Object> own = instead.get(method.getName());
            if (own != null) {
                return own.apply(args);
            }
            try {
                return method.invoke(target, args);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }));
    }
}
