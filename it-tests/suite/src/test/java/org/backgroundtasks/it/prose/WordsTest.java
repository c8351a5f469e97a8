package org.backgroundtasks.it.prose;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.backgroundtasks.it.Repository;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * The phrases of {@code words.txt} in the documentation and in main sources. Today's uses are listed in {@code words-in-use.txt},
 * which may only become shorter.
 */
@DisplayName("Words")
class WordsTest {

    private static final String FOLDER = "it-tests/suite/src/test/resources/org/backgroundtasks/it/prose/";
    /** What is written by hand: the page of results is made of the runtimes' reasons. */
    private static final String PROSE =
            "(README|CONTRIBUTING|CHANGELOG)[.]md|docs/(?!conformance[.]md).*[.]md|examples/.*[.]md"
                    + "|(.*/)?src/main/(java/.*[.]java|resources/.*[.](html|js))";

    /** The end of a line, with what begins the next one in a comment or in a string of several parts. */
    private static final Pattern LINE_BREAK = Pattern.compile("\\s*(\"\\s*\\n\\s*\\+ \"|\\n\\s*(\\*|//|#|>)?)\\s*");

    private static Map<String, String> words() {
        return lines("words.txt").stream()
                .map(line -> line.split(" = ", 2))
                .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1], (a, b) -> b, TreeMap::new));
    }

    private static List<String> lines(String file) {
        return Repository.text(FOLDER + file)
                .lines()
                .filter(line -> !line.startsWith("#") && !line.isBlank())
                .toList();
    }

    /** How often a phrase is in a file, as {@code file: phrase}. */
    private static Map<String, Integer> uses() {
        Map<String, Integer> uses = new TreeMap<>();
        Repository.texts(PROSE).forEach((file, text) -> {
            String prose = LINE_BREAK.matcher(text).replaceAll(" ");
            for (String phrase : words().keySet()) {
                long count = occurrences(phrase, prose);
                if (count > 0) {
                    uses.put(file + ": " + phrase, (int) count);
                }
            }
        });
        return uses;
    }

    private static long occurrences(String phrase, String prose) {
        return Pattern.compile("\\b" + Pattern.quote(phrase) + "\\b", Pattern.CASE_INSENSITIVE)
                .matcher(prose)
                .results()
                .count();
    }

    private static Map<String, Integer> listed() {
        return lines("words-in-use.txt").stream()
                .map(line -> line.split(" ", 2))
                .collect(Collectors.toMap(parts -> parts[1], parts -> Integer.valueOf(parts[0])));
    }

    @Test
    @DisplayName("nothing new is written with a phrase of words.txt")
    void noNewUses() {
        Map<String, Integer> listed = listed();
        List<String> problems = new ArrayList<>();
        uses().forEach((use, count) -> {
            if (count > listed.getOrDefault(use, 0)) {
                String instead = words().get(use.substring(use.indexOf(": ") + 2));
                problems.add(use + " (" + count + ", allowed " + listed.getOrDefault(use, 0) + "). Write instead: "
                        + instead);
            }
        });
        assertThat(problems).isEmpty();
    }

    /** With {@code -Dwords.lower} the list is shortened instead; it never becomes longer. */
    @Test
    @DisplayName("words-in-use.txt lists no use that is gone, so that it becomes shorter")
    void listShrinks() {
        Map<String, Integer> uses = uses();
        if (System.getProperty("words.lower") != null) {
            lower(uses);
        }
        List<String> problems = new ArrayList<>();
        listed().forEach((use, count) -> {
            int today = uses.getOrDefault(use, 0);
            if (today < count) {
                problems.add("words-in-use.txt: " + (today == 0 ? "delete" : "lower to " + today) + ": " + count + ' '
                        + use);
            }
        });
        assertThat(problems).isEmpty();
    }

    private static void lower(Map<String, Integer> uses) {
        Map<String, Integer> lowered = new TreeMap<>(listed());
        lowered.replaceAll((use, count) -> Math.min(count, uses.getOrDefault(use, 0)));
        lowered.values().removeIf(count -> count == 0);
        Repository.write(
                FOLDER + "words-in-use.txt",
                Repository.text(FOLDER + "words-in-use.txt")
                                .lines()
                                .filter(line -> line.startsWith("#"))
                                .map(line -> line + '\n')
                                .collect(Collectors.joining())
                        + lowered.entrySet().stream()
                                .map(use -> use.getValue() + " " + use.getKey() + '\n')
                                .collect(Collectors.joining()));
    }

    @Test
    @DisplayName("a phrase is found across line breaks, in comments and in strings")
    void acrossLineBreaks() {
        for (String text :
                List.of("laid\naside", "/** laid\n * aside */", "// Laid\n   // aside", "\"laid \"\n  + \"aside\"")) {
            assertThat(occurrences("laid aside", LINE_BREAK.matcher(text).replaceAll(" ")))
                    .as(text)
                    .isEqualTo(1);
        }
        assertThat(occurrences("laid aside", "plaid aside")).isZero();
    }
}
