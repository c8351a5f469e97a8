package org.backgroundtasks.it.prose;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.backgroundtasks.it.Repository;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The phrases of {@code words.txt}, which neither the documentation nor main sources use. */
@DisplayName("Words")
class WordsTest {

    private static final String WORDS = "it-tests/suite/src/test/resources/org/backgroundtasks/it/prose/words.txt";
    /** What is written by hand: the page of results is made of the runtimes' reasons. */
    private static final String PROSE =
            "(README|CONTRIBUTING|CHANGELOG|RELEASING|SECURITY)[.]md|docs/(?!conformance(-by-promise)?[.]md).*[.]md|examples/.*[.]md"
                    + "|(.*/)?src/main/(java/.*[.]java|resources/.*[.](html|js))";

    /** The end of a line, with what begins the next one in a comment or in a string of several parts. */
    private static final Pattern LINE_BREAK = Pattern.compile("\\s*(\"\\s*\\n\\s*\\+ \"|\\n\\s*(\\*|//|#|>)?)\\s*");

    private static Map<String, String> words() {
        return Repository.text(WORDS)
                .lines()
                .filter(line -> !line.startsWith("#") && !line.isBlank())
                .map(line -> line.split(" = ", 2))
                .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1], (a, b) -> b, TreeMap::new));
    }

    /** A text in one line, and in small letters. */
    private static String prose(String text) {
        return LINE_BREAK.matcher(text).replaceAll(" ").toLowerCase(Locale.ROOT);
    }

    private static long occurrences(String phrase, String prose) {
        String small = phrase.toLowerCase(Locale.ROOT);
        // few texts have any of them
        return prose.contains(small)
                ? Pattern.compile("\\b" + Pattern.quote(small) + "\\b")
                        .matcher(prose)
                        .results()
                        .count()
                : 0;
    }

    @Test
    @DisplayName("no phrase of words.txt is written")
    void noUses() {
        Map<String, String> words = words();
        List<String> problems = new ArrayList<>();
        Repository.texts(PROSE).forEach((file, text) -> {
            String prose = prose(text);
            words.forEach((phrase, instead) -> {
                long count = occurrences(phrase, prose);
                if (count > 0) {
                    problems.add(file + ": " + phrase + " (" + count + "). Write instead: " + instead);
                }
            });
        });
        assertThat(problems).isEmpty();
    }

    @Test
    @DisplayName("a phrase is found across line breaks, in comments and in strings")
    void acrossLineBreaks() {
        for (String text :
                List.of("laid\naside", "/** laid\n * aside */", "// Laid\n   // aside", "\"laid \"\n  + \"aside\"")) {
            assertThat(occurrences("laid aside", prose(text))).as(text).isEqualTo(1);
        }
        assertThat(occurrences("laid aside", "plaid aside")).isZero();
    }
}
