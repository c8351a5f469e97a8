package org.backgroundtasks.database;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The architecture of the database module")
class ArchitectureTest {

    private static final String ROOT = "org.backgroundtasks.database";

    /** Each depends on those before it, and on no other. */
    private static final List<String> PACKAGES = List.of(
            ROOT + ".internal.threads",
            ROOT + ".internal.schema",
            ROOT,
            ROOT + ".internal.jdbc",
            ROOT + ".internal.operations",
            ROOT + ".internal.node",
            ROOT + ".internal.status",
            ROOT + ".internal.scheduling",
            ROOT + ".internal.store");

    private static final int MOST_LINES = 300;

    private static final JavaClasses CLASSES = new ClassFileImporter().importPath(Path.of("target", "classes"));

    @Test
    @DisplayName("Each package depends on those before it in the order, and there is no other package")
    void packagesKeepTheirOrder() {
        assertThat(CLASSES).extracting(JavaClass::getPackageName).containsOnly(PACKAGES.toArray(String[]::new));
        for (int i = 0; i < PACKAGES.size() - 1; i++) {
            noClasses()
                    .that()
                    .resideInAPackage(PACKAGES.get(i))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(PACKAGES.subList(i + 1, PACKAGES.size()).toArray(String[]::new))
                    .check(CLASSES);
        }
    }

    @Test
    @DisplayName("Nothing of the durable module but its API and its seam is known here, nor any thread made")
    void knowsTheSeamOnly() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.backgroundtasks.durable.internal..", "org.backgroundtasks.internal..")
                .check(CLASSES);
        noClasses()
                .should()
                .callConstructor(Thread.class, Runnable.class)
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.util.concurrent.Executors")
                .check(CLASSES);
    }

    @Test
    @DisplayName("No file has more than 300 lines")
    void filesAreShort() throws IOException {
        try (Stream<Path> sources = Files.walk(Path.of("src", "main", "java"))) {
            for (Path source : sources.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readAllLines(source)).as("%s", source).hasSizeLessThanOrEqualTo(MOST_LINES);
            }
        }
    }
}
