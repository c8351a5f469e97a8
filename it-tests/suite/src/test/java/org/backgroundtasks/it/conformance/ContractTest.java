package org.backgroundtasks.it.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.backgroundtasks.it.Repository;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The contract and its cases")
class ContractTest {

    private static final Pattern DECLARED = Pattern.compile("@Promise\\(([^)]*)\\)");
    private static final Pattern NAMED = Pattern.compile("@DisplayName\\(\\s*\"((?:C-\\d+,? )+)");
    private static final Pattern NUMBER = Pattern.compile("C-\\d+");

    private static final Set<String> CONTRACT =
            Conformance.contract(Repository.text("docs/contract.md")).keySet();

    private static Map<String, Set<String>> numbers(Pattern pattern, String files) {
        Map<String, Set<String>> numbers = new TreeMap<>();
        Repository.texts(files).forEach((file, text) -> {
            Matcher cases = pattern.matcher(text);
            while (cases.find()) {
                Matcher number = NUMBER.matcher(cases.group(1));
                while (number.find()) {
                    numbers.computeIfAbsent(number.group(), unknown -> new TreeSet<>())
                            .add(file);
                }
            }
        });
        return numbers;
    }

    /** Those of cases, and those that unit tests have in their names, by number. */
    private static Map<String, Set<String>> numbers() {
        Map<String, Set<String>> numbers = numbers(DECLARED, "it-tests/(?!suite/src/test/).*[.]java");
        numbers(NAMED, ".*/src/test/java/.*[.]java")
                .forEach((number, files) -> numbers.computeIfAbsent(number, unknown -> new TreeSet<>())
                        .addAll(files));
        return numbers;
    }

    @Test
    @DisplayName("every promise of docs/contract.md has a case or a unit test")
    void everyPromiseHasACase() {
        assertThat(numbers().keySet()).containsAll(CONTRACT);
    }

    @Test
    @DisplayName("every number of a case or a unit test is a promise of docs/contract.md")
    void everyNumberIsAPromise() {
        Map<String, Set<String>> unknown = numbers();
        unknown.keySet().removeAll(CONTRACT);
        assertThat(unknown).isEmpty();
    }

    @Test
    @DisplayName("a case names its promises with @Promise and its sentence with @Holds, not in a display name")
    void casesUsePromise() {
        Map<String, Set<String>> named = numbers(NAMED, "it-tests/(?!browser/|suite/src/test/).*[.]java");
        assertThat(named).isEmpty();
    }

    @Test
    @DisplayName("a case's sentence does not refer to the case before it")
    void sentencesStandAlone() {
        Pattern referring = Pattern.compile("@(?:Holds|DisplayName)\\(\\s*\"(?:C-\\d+,? )*"
                + "((?:so (?:too|it|do|does|is|are)|nor|it|they|as well|too)\\b[^\"]*)\"");
        Map<String, String> dependent = new TreeMap<>();
        Repository.texts("it-tests/.*[.]java")
                .forEach((file, text) ->
                        referring.matcher(text).results().forEach(match -> dependent.put(match.group(1), file)));
        assertThat(dependent).isEmpty();
    }
}
