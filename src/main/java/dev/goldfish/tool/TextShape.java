package dev.goldfish.tool;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A text of some length and form.
 *
 * @param what such a text is called where another type came
 * @param format as JSON Schema names it; null for none
 * @param encoding of bytes in it; null for none
 * @param expressions it must match all of them
 */
record TextShape(
        String what, @Nullable String format, @Nullable String encoding, SizeRange size, List<Expression> expressions)
        implements Shape {

    @Override
    public ObjectNode schema(Definitions definitions) {
        ObjectNode schema = JSON.objectNode().put("type", "string");
        if (format != null) {
            schema.put("format", format);
        }
        if (encoding != null) {
            schema.put("contentEncoding", encoding);
        }
        size.describe(schema, "minLength", "maxLength");
        if (expressions.size() == 1) {
            schema.put("pattern", expressions.get(0).schema());
        } else if (!expressions.isEmpty()) {
            ArrayNode all = schema.putArray("allOf");
            expressions.forEach(expression -> all.addObject().put("pattern", expression.schema()));
        }
        return schema;
    }

    @Override
    public void check(JsonParser value, Violations found) throws IOException {
        if (!value.hasToken(JsonToken.VALUE_STRING)) {
            Shape.mismatch(value, found, what);
        } else if (!size.isAny() || !expressions.isEmpty()) {
            String rule = brokenBy(value.getText(), found.work());
            if (rule != null) {
                found.add(value, rule);
            }
        }
    }

    /** The first rule that a text breaks, the cheap ones first; null for none. */
    @Nullable
    String brokenBy(String text, Work work) {
        String length = size.brokenBy(text.codePointCount(0, text.length()));
        if (length != null) {
            return length;
        }
        for (Expression expression : expressions) {
            String rule = expression.brokenBy(text, work);
            if (rule != null) {
                return rule;
            }
        }
        return null;
    }
}
