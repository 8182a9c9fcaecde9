package dev.goldfish.tool;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A regular expression that a text must match.
 *
 * @param schema as a JSON Schema says it, whose validators look for a match anywhere in the text
 * @param rule what a text that does not match is told
 */
record Expression(Pattern pattern, String schema, String rule) {
    private static final String TOO_MUCH = "takes too long to be matched with an expression";

    /**
     * Of an expression in Java that a text must match as a whole.
     *
     * @throws IllegalArgumentException where a schema cannot say it
     */
    static Expression whole(String expression, String rule) {
        Portable.require(expression);
        return anywhere("^(?:" + expression + ")$", rule);
    }

    /** Of an expression that says itself where a match begins and ends. */
    static Expression anywhere(String expression, String rule) {
        // In Java a $ matches before a last line break too.
        String java = expression.endsWith("$") ? expression.substring(0, expression.length() - 1) + "\\z" : expression;
        return new Expression(Pattern.compile(java), expression, rule);
    }

    /** The rule that a text breaks; null for none. */
    @Nullable
    String brokenBy(String text, Work work) {
        try {
            return pattern.matcher(new Watched(text, work)).find() ? null : rule;
        } catch (Work.TooMuch | StackOverflowError e) {
            // Java's matcher descends into some groups once for each character.
            return TOO_MUCH;
        }
    }

    private record Watched(String text, Work work) implements CharSequence {
        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            work.look();
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return new Watched(text.substring(start, end), work);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
