package dev.goldfish.tool;

import dev.goldfish.tool.NumberShape.Bound;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The bounds of Java's types of numbers. */
final class Numbers {
    private static final NumberShape BYTE = whole(Byte.MIN_VALUE, Byte.MAX_VALUE);
    private static final NumberShape SHORT = whole(Short.MIN_VALUE, Short.MAX_VALUE);
    private static final NumberShape INT = whole(Integer.MIN_VALUE, Integer.MAX_VALUE);
    private static final NumberShape LONG = whole(Long.MIN_VALUE, Long.MAX_VALUE);
    private static final NumberShape FLOAT = real((double) Float.MAX_VALUE, true);
    private static final NumberShape DOUBLE = real(Double.MAX_VALUE, false);

    private static final Map<Class<?>, NumberShape> ALL = Map.ofEntries(
            Map.entry(byte.class, BYTE),
            Map.entry(Byte.class, BYTE),
            Map.entry(short.class, SHORT),
            Map.entry(Short.class, SHORT),
            Map.entry(int.class, INT),
            Map.entry(Integer.class, INT),
            Map.entry(OptionalInt.class, INT),
            Map.entry(long.class, LONG),
            Map.entry(Long.class, LONG),
            Map.entry(OptionalLong.class, LONG),
            Map.entry(float.class, FLOAT),
            Map.entry(Float.class, FLOAT),
            Map.entry(double.class, DOUBLE),
            Map.entry(Double.class, DOUBLE),
            Map.entry(OptionalDouble.class, DOUBLE),
            Map.entry(BigInteger.class, new NumberShape(true, null, null)),
            Map.entry(BigDecimal.class, new NumberShape(false, null, null)));

    private Numbers() {}

    /** What a Java type can hold; null where it is no number. */
    static @Nullable NumberShape of(Class<?> type) {
        return ALL.get(type);
    }

    private static NumberShape whole(long least, long most) {
        return new NumberShape(
                true,
                Rules.least(BigDecimal.valueOf(least), true, rule -> rule),
                Rules.most(BigDecimal.valueOf(most), true, rule -> rule));
    }

    private static NumberShape real(double most, boolean narrow) {
        BigDecimal limit = BigDecimal.valueOf(most);
        String rule = "must be between -" + most + " and " + most;
        return new NumberShape(
                false, new Bound(limit.negate(), false, rule, narrow), new Bound(limit, false, rule, narrow));
    }
}
