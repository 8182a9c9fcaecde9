package dev.goldfish.tool;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A number within bounds.
 *
 * @param whole whether it must be an integer; 2.0 is one, as JSON Schema says
 */
record NumberShape(
        boolean whole, @Nullable Bound least, @Nullable Bound most) implements Shape {
    /** Fewer digits fit into a long, and surely into a double. */
    private static final int FEW_DIGITS = 18;
    /** Without an exponent, fewer digits are within a double's range. */
    private static final int MANY_DIGITS = 300;

    /**
     * One end of a range.
     *
     * @param narrow whether some double lies beyond it
     */
    record Bound(BigDecimal limit, boolean exclusive, String rule, boolean narrow) {}

    /** With another lower bound, which holds where it is higher. */
    NumberShape atLeast(Bound bound) {
        int order = least == null ? 1 : bound.limit().compareTo(least.limit());
        return order > 0 || order == 0 && bound.exclusive() ? new NumberShape(whole, bound, most) : this;
    }

    /** With another upper bound, which holds where it is lower. */
    NumberShape atMost(Bound bound) {
        int order = most == null ? -1 : bound.limit().compareTo(most.limit());
        return order < 0 || order == 0 && bound.exclusive() ? new NumberShape(whole, least, bound) : this;
    }

    @Override
    public ObjectNode schema(Definitions definitions) {
        ObjectNode schema = JSON.objectNode().put("type", whole ? "integer" : "number");
        put(schema, "minimum", "exclusiveMinimum", least);
        put(schema, "maximum", "exclusiveMaximum", most);
        return schema;
    }

    private static void put(ObjectNode schema, String keyword, String exclusiveKeyword, @Nullable Bound bound) {
        if (bound == null) {
            return;
        }
        String name = bound.exclusive() ? exclusiveKeyword : keyword;
        BigDecimal limit = bound.limit();
        if (limit.stripTrailingZeros().scale() <= 0 && limit.precision() - limit.scale() <= FEW_DIGITS + 1) {
            schema.put(name, limit.toBigIntegerExact());
        } else {
            schema.put(name, limit);
        }
    }

    @Override
    public void check(JsonParser value, Violations found) throws IOException {
        JsonToken token = value.currentToken();
        if (token == JsonToken.VALUE_NUMBER_INT) {
            if (least != null || most != null) {
                integer(value, found);
            }
        } else if (token != JsonToken.VALUE_NUMBER_FLOAT) {
            Shape.mismatch(value, found, whole ? "an integer" : "a number");
        } else {
            fraction(value, found);
        }
    }

    private void integer(JsonParser value, Violations found) throws IOException {
        if (onlyOfType() && !whole && value.getTextLength() <= FEW_DIGITS) {
            return;
        }
        bounds(
                value,
                value.getTextLength() <= FEW_DIGITS
                        ? BigDecimal.valueOf(value.getLongValue())
                        : new BigDecimal(value.getText()),
                found);
    }

    private void fraction(JsonParser value, Violations found) throws IOException {
        if (!whole && onlyOfType() && isPlain(value)) {
            return;
        }
        double number = value.getDoubleValue();
        if (whole && (Double.isInfinite(number) || number != Math.rint(number))) {
            found.add(value, "must be an integer, a number with a fraction came");
        } else if (Double.isInfinite(number)) {
            found.add(value, "is too large a number");
        } else if (whole || !onlyOfType()) {
            bounds(value, new BigDecimal(value.getText()), found);
        }
    }

    /** Whether a number is surely within a double's range: few digits, and no exponent. */
    private static boolean isPlain(JsonParser value) throws IOException {
        char[] text = value.getTextCharacters();
        int end = value.getTextOffset() + value.getTextLength();
        for (int i = value.getTextOffset(); i < end; i++) {
            if (text[i] == 'e' || text[i] == 'E') {
                return false;
            }
        }
        return value.getTextLength() <= MANY_DIGITS;
    }

    /** Then any double is within them. */
    private boolean onlyOfType() {
        return (least == null || !least.narrow()) && (most == null || !most.narrow());
    }

    private void bounds(JsonParser value, BigDecimal number, Violations found) {
        if (least != null && isOver(least.limit().compareTo(number), least)) {
            found.add(value, least.rule());
        }
        if (most != null && isOver(number.compareTo(most.limit()), most)) {
            found.add(value, most.rule());
        }
    }

    private static boolean isOver(int order, Bound bound) {
        return order > 0 || order == 0 && bound.exclusive();
    }
}
