package org.backgroundtasks.it.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.backgroundtasks.it.Repository;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The names of runtimes")
class RuntimeNamesTest {

    private static final Pattern NAME = Pattern.compile("<it[.]runtime>(.*?)</it[.]runtime>");
    private static final Pattern VERSION = Pattern.compile("<(version[.][\\w.]+)>([^<]+)</");

    private static Stream<MatchResult> inPoms(Pattern pattern) {
        return Repository.texts("(.*/)?pom[.]xml").values().stream()
                .flatMap(pom -> pattern.matcher(pom).results());
    }

    private static String resolved(String name, Map<String, String> versions) {
        String resolved = name;
        for (Map.Entry<String, String> version : versions.entrySet()) {
            resolved = resolved.replace(version.getKey(), version.getValue());
        }
        return resolved;
    }

    @Test
    @DisplayName("fit into a cell of the page that is written after an hour of cases")
    void fit() {
        Map<String, String> versions = inPoms(VERSION)
                .collect(Collectors.toMap(
                        version -> "${" + version.group(1) + "}",
                        version -> version.group(2),
                        (one, other) -> one.length() > other.length() ? one : other));
        Set<String> names = inPoms(NAME)
                .map(name -> resolved(name.group(1), versions))
                .filter(name -> !name.equals("${it.runtime}"))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(names).hasSizeGreaterThan(10).noneMatch(name -> name.contains("${"));
        assertThat(names).allMatch(name -> name.length() <= Conformance.WIDTH);
    }
}
