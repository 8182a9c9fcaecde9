package dev.goldfish.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionTest {
    @Test
    void aWholeTextMustMatch() {
        Expression expression = Expression.whole("[a-z]+|[0-9]{2}", "no");

        assertThat(expression.schema()).isEqualTo("^(?:[a-z]+|[0-9]{2})$");
        assertThat(broken(expression, "abc")).isNull();
        assertThat(broken(expression, "12")).isNull();
        assertThat(broken(expression, "abc1")).isEqualTo("no");
        assertThat(broken(expression, "abc\n")).isEqualTo("no");
    }

    @Test
    void aMatchEndsWhereItCostsTooMuch() {
        String text = "a".repeat(100_000) + "!";

        assertThat(broken(Expression.whole("(a+)+b", "no"), text)).startsWith("takes too long");
        assertThat(broken(Expression.whole("(a|b)*", "no"), text)).startsWith("takes too long");
        assertThat(broken(Expression.whole("[ab]*", "no"), text)).isEqualTo("no");
    }

    /** Many short texts may cost no more than one long one. */
    @Test
    void allTextsOfACallShareWhatTheyMayCost() {
        Expression costly = Expression.whole("(a+)+b", "no");
        Work work = new Work(20_000);

        String last = null;
        for (int i = 0; i < 20_000; i++) {
            last = costly.brokenBy("a".repeat(18) + "!", work);
        }

        assertThat(last).startsWith("takes too long");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[a-z]+",
                "(?:a|b)*?",
                "(?<name>a)\\k<name>",
                "(?<=a)b(?!c)",
                "[*+?}]+",
                "a\\++",
                "\\d{2}\\.\\w",
                "[^\\]]",
                "\\p{L}+",
                "\\p{Script=Greek}",
                "a{2,}?",
                "\\u00e4",
                "[0-9]{1,15}:[A-Za-z0-9_:-]{1,80}"
            })
    void othersReadItAlike(String expression) {
        assertThatCode(() -> Portable.require(expression)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\\Aa",
                "a\\z",
                "\\Q.\\E",
                "\\p{Alpha}",
                "\\p{javaLowerCase}",
                "\\p{IsGreek}",
                "\\pL",
                "(?i)a",
                "(?>a)",
                "a++",
                "a*+",
                "a{2}+",
                "[a&&[^b]]",
                "[a[b]]",
                "\\R",
                "\\h",
                "(?"
            })
    void onlyJavaKnowsIt(String expression) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Portable.require(expression))
                .withMessageContaining("only Java knows");
    }

    private static String broken(Expression expression, String text) {
        return expression.brokenBy(text, new Work(text.length()));
    }
}
