package org.backgroundtasks.it.release;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A copy of this project that is about to be released. */
final class Sources {

    static final String VERSION = "1.0.0";

    private static final Set<String> LEFT_OUT = Set.of("target", ".git");

    private static final String FACTS = """
            </licenses>
              <url>https://background-tasks.example/</url>
              <scm>
                <url>https://background-tasks.example/source</url>
              </scm>
              <developers>
                <developer>
                  <name>A Releaser</name>
                </developer>
              </developers>
            """;

    private static final String REPOSITORIES = """
              <repositories>
                <repository>
                  <id>before</id>
                  <url>%s</url>
                </repository>
                <repository>
                  <id>fetched</id>
                  <url>%s</url>
                </repository>
              </repositories>
              <pluginRepositories>
                <pluginRepository>
                  <id>fetched</id>
                  <url>%s</url>
                </pluginRepository>
              </pluginRepositories>
            """;

    private final Path directory;

    private Sources(Path directory) {
        this.directory = directory;
    }

    /** Copies the project, with a version that is no snapshot. */
    static Sources copy(Path root, Path directory) throws IOException {
        return copy(root, directory, VERSION);
    }

    static Sources copy(Path root, Path directory, String version) throws IOException {
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path visited, BasicFileAttributes attributes) throws IOException {
                if (LEFT_OUT.contains(visited.getFileName().toString())) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                Files.createDirectories(
                        directory.resolve(root.relativize(visited).toString()));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Path copy = directory.resolve(root.relativize(file).toString());
                if (file.endsWith("pom.xml")) {
                    Files.writeString(
                            copy,
                            Files.readString(file)
                                    .replaceFirst("<version>[0-9.]+-SNAPSHOT<", "<version>" + version + "<"));
                } else if (Files.isRegularFile(file)
                        && !file.getFileName().toString().equals(".git")) {
                    Files.copy(file, copy);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return new Sources(directory);
    }

    /** Adds what only a releaser can give. */
    Sources withFacts() throws IOException {
        for (String pom : new String[] {"pom.xml", "bom/pom.xml"}) {
            edit(pom, "</licenses>\n", FACTS);
        }
        return this;
    }

    /** Adds the repository of the release before, and one with what has been fetched, for a build whose own is empty. */
    Sources after(Path repository) throws IOException {
        String declarations =
                REPOSITORIES.formatted(repository.toUri(), Maven.REPOSITORY.toUri(), Maven.REPOSITORY.toUri());
        return edit("pom.xml", "  <dependencyManagement>", declarations + "$0");
    }

    Sources edit(String name, String expression, String replacement) throws IOException {
        Path file = directory.resolve(name);
        String before = Files.readString(file);
        String after = before.replaceAll(expression, replacement);
        if (after.equals(before)) {
            throw new IllegalArgumentException(name + " has nothing like " + expression);
        }
        Files.writeString(file, after);
        return this;
    }

    /** Compares the extension's API with that of the release before. */
    Program compare() throws IOException, InterruptedException {
        return Maven.run(
                directory,
                directory.resolve("repository"),
                Map.of(),
                List.of(
                        "verify",
                        "-Prelease",
                        "-P!all-modules",
                        "-Dmaven.test.skip",
                        "-Dmaven.javadoc.skip",
                        "-Dcyclonedx.skip",
                        "-Drelease.first=false",
                        "-Drelease.last=" + VERSION,
                        "-pl",
                        "extension",
                        "-am"));
    }

    /** Makes a bundle; without tests, which this build runs, and without what no user gets. */
    Program release(Map<String, String> environment, String... arguments) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(
                List.of("deploy", "-Prelease", "-P!all-modules", "-Dmaven.test.skip", "-Dmaven.install.skip"));
        all.addAll(List.of(arguments));
        return Maven.run(directory, Maven.REPOSITORY, environment, all);
    }

    Path bundle() {
        return directory.resolve("target/background-tasks-" + VERSION + "-bundle.zip");
    }
}
