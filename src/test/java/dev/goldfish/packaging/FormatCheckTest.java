package dev.goldfish.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

/** A user's own formatting fails no build but that of CI. */
class FormatCheckTest {
    private static final String SPOTLESS = "plugins/plugin[artifactId='spotless-maven-plugin']";

    @Test
    void onlyCiChecksTheFormat() throws Exception {
        Document pom = DocumentBuilderFactory.newDefaultInstance()
                .newDocumentBuilder()
                .parse(Path.of("pom.xml").toFile());
        XPath path = XPathFactory.newDefaultInstance().newXPath();

        assertThat(path.evaluate("count(/project/build/" + SPOTLESS + ")", pom)).isEqualTo("1");
        assertThat(path.evaluate("count(/project/build/" + SPOTLESS + "/executions)", pom))
                .isEqualTo("0");
        String ci = "/project/profiles/profile[activation/property[name='env.CI' and value='true']]/build/" + SPOTLESS;
        assertThat(path.evaluate(ci + "/executions/execution[phase='verify']/goals/goal", pom))
                .isEqualTo("check");
    }
}
