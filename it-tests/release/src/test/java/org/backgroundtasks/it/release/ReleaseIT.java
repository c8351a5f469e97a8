package org.backgroundtasks.it.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A release")
class ReleaseIT {

    private static final Path ROOT = Path.of(System.getProperty("release.root"));
    private static final Path WORK = Path.of(System.getProperty("release.work"));
    private static final Path REPOSITORY = WORK.resolve("repository");

    private static Key key;
    private static SortedMap<String, String> signed;
    private static SortedMap<String, String> again;

    @BeforeAll
    static void makeTwice() throws Exception {
        clear();
        key = Key.make(Files.createDirectories(WORK));
        Sources one = Sources.copy(ROOT, WORK.resolve("one")).withFacts();
        one.release(key.environment(), "-Drelease.key=" + Key.NAME).expectSuccess();
        signed = BundleFiles.unpack(one.bundle(), REPOSITORY);
        Sources other = Sources.copy(ROOT, WORK.resolve("another")).withFacts();
        other.release(Map.of()).expectSuccess();
        again = BundleFiles.unpack(other.bundle(), WORK.resolve("unpacked"));
    }

    private static void clear() throws IOException {
        if (Files.exists(WORK)) {
            try (Stream<Path> files = Files.walk(WORK)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    @AfterAll
    static void discardKey() throws Exception {
        key.discard();
    }

    @Test
    @DisplayName(
            "a release without the project's address, its source control and its developers fails, and says what is missing and where")
    void factsMissing() throws Exception {
        Program program = Sources.copy(ROOT, WORK.resolve("facts")).release(Map.of());
        assertThat(program.exit()).isNotZero();
        assertThat(program.output())
                .contains("pom.xml lacks <url>, the project's address")
                .contains("pom.xml lacks <scm>")
                .contains("bom/pom.xml lacks <developers>")
                .doesNotContain("Compiling");
    }

    @Test
    @DisplayName("a release that is built twice, in two places, has the same bytes")
    void reproducible() {
        signed.keySet().removeIf(file -> file.endsWith(".asc"));
        assertThat(again).isEqualTo(signed);
    }

    @Test
    @DisplayName("the release after one whose API it keeps is built")
    void apiKept() throws Exception {
        next("kept").compare().expectSuccess();
    }

    @Test
    @DisplayName("the release after one whose API it breaks fails, and names the method that is gone")
    void apiBroken() throws Exception {
        Program program = next("broken")
                .edit("extension/src/main/java/org/backgroundtasks/BackgroundTask.java", "\\bofAsync\\(", "ofStage(")
                .compare();
        assertThat(program.exit()).isNotZero();
        assertThat(program.output()).contains("METHOD_REMOVED").contains("BackgroundTask.ofAsync(");
    }

    private static Sources next(String name) throws IOException {
        return Sources.copy(ROOT, WORK.resolve(name), "1.1.0").withFacts().after(REPOSITORY);
    }

    @Test
    @DisplayName("a release has a signature of the given key for each file that is no checksum")
    void signatures() throws Exception {
        List<Path> files;
        try (Stream<Path> all = Files.walk(REPOSITORY)) {
            files = all.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().matches(".*[.](asc|md5|sha1)"))
                    .toList();
        }
        assertThat(files).hasSizeGreaterThan(30);
        for (Path file : files) {
            key.verify(file.resolveSibling(file.getFileName() + ".asc"), file).expectSuccess();
        }
    }

    @Test
    @DisplayName(
            "a WAR of the README's snippet that is built from a release alone answers on WildFly, and its task runs")
    void consumer() throws Exception {
        Path war = Consumer.write(WORK.resolve("consumer"), ROOT.resolve("README.md"), REPOSITORY)
                .build();
        try (Server server = Server.start(Path.of(System.getProperty("server.home")), war)) {
            String answer = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(server.address("/consumer/send-notification/foo@example.com"))
                                    .POST(HttpRequest.BodyPublishers.noBody())
                                    .build(),
                            BodyHandlers.ofString())
                    .body();
            assertThat(answer).contains("Notification sent in the background");
            assertThat(server.awaitLine("notification for foo@example[.]com")).contains(": some notification");
        }
    }
}
