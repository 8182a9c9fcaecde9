package dev.goldfish.client.cli;

/** Indents JSON in canonical form and changes nothing else, so that numbers keep their digits. */
final class PrettyJson {
    private final StringBuilder out = new StringBuilder();
    private int depth;

    private PrettyJson() {}

    static String of(String canonical) {
        return new PrettyJson().indent(canonical);
    }

    private String indent(String json) {
        boolean inString = false;
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (inString) {
                out.append(c);
                if (c == '\\') {
                    out.append(json.charAt(++i));
                } else if (c == '"') {
                    inString = false;
                }
            } else if ((c == '{' || c == '[') && (json.charAt(i + 1) == '}' || json.charAt(i + 1) == ']')) {
                out.append(c).append(json.charAt(++i));
            } else {
                structure(c);
                inString = c == '"';
            }
        }
        return out.toString();
    }

    private void structure(char c) {
        switch (c) {
            case '{', '[' -> {
                depth++;
                newLine(c);
            }
            case '}', ']' -> {
                depth--;
                out.append('\n').append("  ".repeat(depth)).append(c);
            }
            case ',' -> newLine(c);
            case ':' -> out.append(": ");
            default -> out.append(c);
        }
    }

    private void newLine(char before) {
        out.append(before).append('\n').append("  ".repeat(depth));
    }
}
