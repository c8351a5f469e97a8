package org.backgroundtasks.it.prose;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.backgroundtasks.it.Repository;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The links between the Markdown files of the repository, and from them to other files. */
@DisplayName("Links")
class LinksTest {

    private static final Pattern FENCED = Pattern.compile("(?ms)^ *```.*?^ *```");
    private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:|mailto:)([^)\\s]*)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} +(.*)$");
    private static final Pattern LINKED_TEXT = Pattern.compile("\\[([^]]*)\\]\\([^)]*\\)");

    /** Links that lead nowhere, as {@code file: link}. */
    private static List<String> broken(Map<String, String> pages) {
        List<String> broken = new ArrayList<>();
        pages.forEach((file, text) -> {
            Matcher links = LINK.matcher(prose(text));
            while (links.find()) {
                String[] parts = links.group(1).split("#", 2);
                String target = parts[0].isEmpty() ? file : resolved(file, parts[0]);
                boolean leads = pages.containsKey(target)
                        ? parts.length == 1 || anchors(pages.get(target)).contains(parts[1])
                        : parts.length == 1 && Repository.exists(target);
                if (!leads) {
                    broken.add(file + ": " + links.group(1));
                }
            }
        });
        return broken;
    }

    private static String prose(String text) {
        return FENCED.matcher(text).replaceAll("");
    }

    private static String resolved(String file, String link) {
        return Path.of("/" + file).resolveSibling(link).normalize().toString().substring(1);
    }

    /** The anchors that GitHub makes of the headings: those of equal headings are numbered. */
    private static Set<String> anchors(String text) {
        Map<String, Integer> times = new HashMap<>();
        Set<String> anchors = new TreeSet<>();
        HEADING.matcher(prose(text)).results().forEach(heading -> {
            String anchor = LINKED_TEXT
                    .matcher(heading.group(1))
                    .replaceAll("$1")
                    .toLowerCase(Locale.ROOT)
                    .replaceAll("[^\\p{L}\\p{N}_ -]", "")
                    .replace(' ', '-');
            int before = times.merge(anchor, 1, Integer::sum) - 1;
            anchors.add(before == 0 ? anchor : anchor + '-' + before);
        });
        return anchors;
    }

    @Test
    @DisplayName(
            "every link of a Markdown file leads to a file of the repository, and to a heading of it if it names one")
    void leadSomewhere() {
        // what the page of benchmarks is made of has links that hold where it is written to
        assertThat(broken(Repository.texts("(?!benchmarks/src/).*[.]md"))).isEmpty();
    }

    @Test
    @DisplayName("a link to a missing file or heading is found, and one in a block of code is not looked at")
    void brokenOnesAreFound() {
        String page = """
                # How it `works`, in [brief](b.md)
                [a](a.md) [b](b.md#none) [c](#how-it-works-in-brief) [d](missing.md) [e](../README.md#x)
                ```sh
                # no heading
                echo [f](missing-too.md)
                ```
                ## Twice
                ## Twice
                [g](#twice-1) [h](#no-heading)
                """;
        assertThat(broken(Map.of("docs/a.md", page, "docs/b.md", "# B\n")))
                .containsExactly(
                        "docs/a.md: b.md#none",
                        "docs/a.md: missing.md",
                        "docs/a.md: ../README.md#x",
                        "docs/a.md: #no-heading");
    }
}
