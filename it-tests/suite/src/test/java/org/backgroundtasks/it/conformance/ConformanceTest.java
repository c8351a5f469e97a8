package org.backgroundtasks.it.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The page of results")
class ConformanceTest {

    private static final String CONTRACT = """
            - **C-1 One queue.** All share it.
            - **C-2 Functions.** A task is one.
            """;

    private final Conformance conformance =
            new Conformance(new TreeMap<>(Conformance.contract(CONTRACT)), number -> false);

    private static Properties results(String runtime, String commit, Map<String, String> outcomes) {
        Properties results = new Properties();
        results.setProperty("runtime", runtime);
        results.setProperty("java", "17");
        results.setProperty("cases", "7");
        results.setProperty("commit", commit);
        outcomes.forEach(results::setProperty);
        return results;
    }

    private String row(String number) {
        return conformance
                .byPromise()
                .lines()
                .filter(line -> line.startsWith("| " + number + ' '))
                .findFirst()
                .orElseThrow();
    }

    @Test
    @DisplayName("results of several parts are merged, and the commit is named")
    void merges() {
        conformance.add(results("Server 9.1.Final", "abc", Map.of("C-1", "holds")));
        conformance.add(results("Server 9.1.Final", "abc", Map.of("C-2", "holds")));
        assertThat(conformance.problems()).isEmpty();
        assertThat(conformance.byPromise()).contains("`abc`", "| promise | Server 9 | elsewhere |");
        assertThat(conformance.page())
                .contains("2 hold wherever", "`abc`", "| Server 9.1.Final | 17 | 14 |")
                .doesNotContain("Weaker");
        assertThat(row("C-1")).isEqualTo("| C-1 One queue | ✓ | – |");
        assertThat(row("C-2")).isEqualTo("| C-2 Functions | ✓ | – |");
    }

    @Test
    @DisplayName("what is weaker or not offered has its reason in a note")
    void notes() {
        conformance.add(results(
                "Server 9",
                "abc",
                Map.of(
                        "C-1",
                        "weaker: slower\nholds\nnot offered by the server: no JNDI",
                        "C-2",
                        "not offered by the server: no JNDI")));
        assertThat(row("C-1")).isEqualTo("| C-1 One queue | *weaker* ¹ ² | – |");
        assertThat(row("C-2")).isEqualTo("| C-2 Functions | *not offered* ² | – |");
        assertThat(conformance.byPromise()).contains("1. weaker: slower", "2. not offered by the server: no JNDI");
        assertThat(conformance.page())
                .contains("1 weaker somewhere", "1 without a case that ran", "- C-1 on Server 9: slower\n");
    }

    @Test
    @DisplayName("a promise that a part of the cases cannot be tried for holds, with a note")
    void holdsInPart() {
        conformance.add(results("Server 9", "abc", Map.of("C-1", "holds\nnot offered by the server: no JNDI")));
        assertThat(row("C-1")).isEqualTo("| C-1 One queue | ✓ ¹ | – |");
    }

    @Test
    @DisplayName("a promise that fails, that no case ran for, or that the contract does not have is a problem")
    void problems() {
        conformance.add(results("Server 9", "abc", Map.of("C-1", "fails\nholds", "C-9", "holds")));
        assertThat(row("C-1")).isEqualTo("| C-1 One queue | **fails** | – |");
        assertThat(conformance.page()).contains("1 fail somewhere, 1 without a case that ran.");
        assertThat(conformance.problems())
                .containsExactlyInAnyOrder(
                        "PROMISE C-1: FAILS", "PROMISE C-9: is not in docs/contract.md", "PROMISE C-2: NO CASE RAN");
    }

    @Test
    @DisplayName("results of several commits are a problem")
    void severalCommits() {
        conformance.add(results("Server 9", "abc", Map.of("C-1", "holds", "C-2", "holds")));
        conformance.add(results("Server 9", "def", Map.of("C-1", "holds")));
        assertThat(conformance.problems()).singleElement().asString().contains("abc, def");
    }

    @Test
    @DisplayName("cases that start runtimes themselves count, in a column of their own")
    void elsewhere() {
        conformance.add(results("Server 9", "abc", Map.of("C-1", "holds")));
        conformance.add(results("", "abc", Map.of("C-2", "holds")));
        assertThat(conformance.problems()).isEmpty();
        assertThat(row("C-2")).isEqualTo("| C-2 Functions | – | ✓ |");
    }
}
