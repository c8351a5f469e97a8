package org.backgroundtasks.it.prose;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.backgroundtasks.it.Repository;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The first sentences of the API's Javadoc: each says what its element does, as "Returns the id". */
@DisplayName("First sentences")
class FirstSentencesTest {

    /** The packages that are API or SPI: those without {@code internal}. */
    private static final String API =
            "(extension|addons/[a-z]+)/src/main/java/org/backgroundtasks/(?!.*internal/).*[.]java";

    private static final Pattern COMMENT = Pattern.compile("(?s)/[*]{2}(.*?)[*]/\\s*([^;{]*)");
    private static final Pattern VERB = Pattern.compile("[A-Z][a-z-]*s\\b.*", Pattern.DOTALL);
    private static final Pattern CONSTANT = Pattern.compile("[A-Z][A-Z_]+\\b.*", Pattern.DOTALL);
    private static final Pattern THROWS = Pattern.compile("@throws (\\S+) (?!if |when |as |anything)");

    private static List<String> problems(Map<String, String> sources) {
        List<String> problems = new ArrayList<>();
        sources.forEach((file, source) -> {
            Matcher comments = COMMENT.matcher(source);
            while (comments.find()) {
                String text = comments.group(1).replaceAll("\\n *[*] ?", " ").strip();
                String element = comments.group(2).strip();
                if (element.contains("private ") || CONSTANT.matcher(element).matches()) {
                    continue;
                }
                if (!VERB.matcher(text).matches()) {
                    problems.add(file + ": " + text);
                }
                THROWS.matcher(text).results().forEach(match -> problems.add(file + ": " + match.group()));
            }
        });
        return problems;
    }

    @Test
    @DisplayName("Javadoc of the API begins with a verb, and its @throws name conditions")
    void beginWithAVerb() {
        assertThat(problems(Repository.texts(API))).isEmpty();
    }

    @Test
    @DisplayName("a noun in front is found, and so is a @throws without a condition")
    void othersAreFound() {
        String source = """
                /** The task's name. */
                String name();

                /**
                 * Returns the id.
                 *
                 * @throws IllegalStateException the task has ended
                 */
                String id();

                /** A constant. */
                RUNNING,

                /** Why. */
                private int number;
                """;
        assertThat(problems(Map.of("A.java", source)))
                .containsExactly("A.java: The task's name.", "A.java: @throws IllegalStateException ");
    }
}
