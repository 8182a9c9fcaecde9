package dev.goldfish.tool;

import java.util.regex.Pattern;

/** Tells regular expressions that others than Java read alike: a schema is for callers in any language. */
final class Portable {
    private static final String JAVA_ESCAPES = "AzZGQEeahHvVRXN";
    private static final Pattern UNICODE_PROPERTY = Pattern.compile(
            "\\{(?!Lower|Upper|ASCII|Alpha|Digit|Alnum|Punct|Graph|Print|Blank|Cntrl|XDigit|Space|java|Is|In)"
                    + "[A-Za-z_=]+}.*",
            Pattern.DOTALL);

    private final String expression;
    private boolean inClass;
    private boolean quantified;

    private Portable(String expression) {
        this.expression = expression;
    }

    /** @throws IllegalArgumentException where it uses what only Java has, which is named */
    static void require(String expression) {
        new Portable(expression).read();
    }

    private void read() {
        for (int i = 0; i < expression.length(); i++) {
            char c = expression.charAt(i);
            if (c == '\\') {
                i = escape(i + 1);
                quantified = false;
            } else if (inClass) {
                inClass(i, c);
            } else {
                outside(i, c);
            }
        }
    }

    /** Where the escape ends whose second character is at a place. */
    private int escape(int at) {
        char c = at < expression.length() ? expression.charAt(at) : ' ';
        boolean property = c == 'p' || c == 'P';
        if (JAVA_ESCAPES.indexOf(c) >= 0
                || property
                        && !UNICODE_PROPERTY
                                .matcher(expression.substring(at + 1))
                                .matches()) {
            throw onlyJava("\\" + c);
        }
        return property ? expression.indexOf('}', at) : at;
    }

    private void inClass(int at, char c) {
        if (c == '[' || expression.startsWith("&&", at)) {
            throw onlyJava("a character class in another");
        }
        inClass = c != ']';
    }

    private void outside(int at, char c) {
        if (c == '+' && quantified) {
            throw onlyJava("a possessive quantifier");
        } else if (expression.startsWith("(?", at)
                && (at + 2 == expression.length() || ":=!<".indexOf(expression.charAt(at + 2)) < 0)) {
            throw onlyJava("a group that sets flags or keeps what it took");
        }
        inClass = c == '[';
        quantified = "*+?}".indexOf(c) >= 0;
    }

    private IllegalArgumentException onlyJava(String what) {
        return new IllegalArgumentException("the expression " + expression + " has " + what
                + ", which only Java knows, but callers in other languages read it in the schema: write it otherwise");
    }
}
