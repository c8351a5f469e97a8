package org.backgroundtasks.it.prose;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.backgroundtasks.it.Repository;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** How long a page may be, so that somebody with five minutes reads it. */
@DisplayName("Pages")
class PagesTest {

    private static final int MOST_WORDS = 1_200;
    private static final int MOST_LINES_OF_README = 80;

    /** The list of promises, and pages that the build makes. */
    private static final String EXEMPT = "contract|conformance-by-promise";

    @Test
    @DisplayName("no page of docs has more than 1,200 words")
    void words() {
        Map<String, Integer> tooLong = new TreeMap<>();
        Repository.texts("docs/(?!(" + EXEMPT + ")[.]md).*[.]md").forEach((page, text) -> {
            int words = text.strip().split("\\s+", -1).length;
            if (words > MOST_WORDS) {
                tooLong.put(page, words);
            }
        });
        assertThat(tooLong).isEmpty();
    }

    @Test
    @DisplayName("the README has at most 80 lines")
    void readme() {
        assertThat(Repository.text("README.md").lines()).hasSizeLessThanOrEqualTo(MOST_LINES_OF_README);
    }

    @Test
    @DisplayName("every page of docs is listed in docs/README.md")
    void index() {
        String index = Repository.text("docs/README.md");
        assertThat(Repository.texts("docs/(?!README).*[.]md").keySet())
                .allSatisfy(page -> assertThat(index).contains("](" + page.substring("docs/".length()) + ")"));
    }
}
