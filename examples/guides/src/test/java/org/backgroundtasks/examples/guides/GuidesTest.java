package org.backgroundtasks.examples.guides;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every block of Java or JavaScript in the README, in {@code docs} and in the overview of the Javadoc is a piece of a source file that
 * the build compiles; a line {@code // …} marks what the page leaves out. White space does not count.
 */
@DisplayName("Pages of the documentation")
class GuidesTest {

    private static final Path ROOT = Path.of("../..");
    private static final List<String> SOURCES = List.of("examples", "it-tests", "addons");
    private static final Pattern BLOCK =
            Pattern.compile("```(?:java|js)\\R(.*?)```|<pre>\\R(.*?)</pre>", Pattern.DOTALL);
    private static final Pattern LEFT_OUT = Pattern.compile("(?m)^\\s*// …\\s*$");

    @TestFactory
    @DisplayName("quote code that is compiled and run")
    Stream<DynamicTest> quotes() throws IOException {
        List<String> sources = new ArrayList<>();
        for (String directory : SOURCES) {
            Stream.concat(files(directory, ".java"), files(directory, ".js"))
                    .map(GuidesTest::withoutSpace)
                    .forEach(sources::add);
        }
        assertThat(sources).isNotEmpty();
        Stream<Path> guides = Stream.of(
                        Stream.of(ROOT.resolve("README.md")), files("docs", ".md"), files("docs/javadoc", ".html"))
                .flatMap(files -> files);
        return guides.flatMap(guide -> BLOCK.matcher(read(guide))
                .results()
                .map(GuidesTest::code)
                .map(code -> DynamicTest.dynamicTest(
                        guide.getFileName() + ": " + code.lines().findFirst().orElse(""),
                        () -> assertThat(sources.stream().anyMatch(source -> quotes(code, source)))
                                .as("%s quotes what is in a source file:%n%s", guide.getFileName(), code)
                                .isTrue())));
    }

    private static String code(MatchResult block) {
        return block.group(1) != null
                ? block.group(1)
                : block.group(2)
                        .replace("&#64;", "@")
                        .replace("&lt;", "<")
                        .replace("&gt;", ">")
                        .replace("&amp;", "&");
    }

    private static boolean quotes(String code, String source) {
        int from = 0;
        for (String part : LEFT_OUT.splitAsStream(code).toList()) {
            String wanted = part.replaceAll("\\s", "");
            int found = source.indexOf(wanted, from);
            if (found < 0) {
                return false;
            }
            from = found + wanted.length();
        }
        return true;
    }

    private static Stream<Path> files(String directory, String ending) throws IOException {
        try (Stream<Path> all = Files.walk(ROOT.resolve(directory))) {
            return all
                    .filter(file -> file.toString().endsWith(ending))
                    .filter(file -> !file.toString().contains("target"))
                    .toList()
                    .stream();
        }
    }

    private static String withoutSpace(Path file) {
        return read(file).replaceAll("\\s", "");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
    }
}
