package org.backgroundtasks.durable;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
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

@DisplayName("The architecture of durable tasks")
class ArchitectureTest {

    private static final String ROOT = "org.backgroundtasks.durable";

    /** Each depends on those before it, and on no other; the API's listener apart, through which a container comes in. */
    private static final List<String> PACKAGES = List.of(
            ROOT,
            ROOT + ".spi",
            ROOT + ".internal.envelope",
            ROOT + ".internal.container",
            ROOT + ".internal.monitor",
            ROOT + ".internal.handler",
            ROOT + ".internal.outbox",
            ROOT + ".internal.jms",
            ROOT + ".internal");

    private static final int MOST_LINES = 300;

    private static final JavaClasses CLASSES = new ClassFileImporter().importPath(Path.of("target", "classes"));

    @Test
    @DisplayName("Packages depend on each other in one direction only")
    void packagesFormNoCycle() {
        slices().matching("(" + ROOT + "..)")
                .should()
                .beFreeOfCycles()
                .ignoreDependency(type(DurableTaskListener.class), alwaysTrue())
                .check(CLASSES);
    }

    @Test
    @DisplayName("Each package depends on those before it in the order, and there is no other package")
    void packagesKeepTheirOrder() {
        assertThat(CLASSES).extracting(JavaClass::getPackageName).containsOnly(PACKAGES.toArray(String[]::new));
        for (int i = 0; i < PACKAGES.size() - 1; i++) {
            noClasses()
                    .that()
                    .resideInAPackage(PACKAGES.get(i))
                    .and()
                    .doNotHaveFullyQualifiedName(DurableTaskListener.class.getName())
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(PACKAGES.subList(i + 1, PACKAGES.size()).toArray(String[]::new))
                    .check(CLASSES);
        }
    }

    @Test
    @DisplayName("Handlers and outboxes know no store, and only the broker's package knows Jakarta Messaging")
    void storesAreBehindTheSeam() {
        noClasses()
                .that()
                .resideInAnyPackage(ROOT + ".internal.handler", ROOT + ".internal.outbox")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + ".internal.jms")
                .check(CLASSES);
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".internal.jms")
                .and()
                .doNotHaveFullyQualifiedName(DurableTaskListener.class.getName())
                .should()
                .dependOnClassesThat()
                .resideInAPackage("jakarta.jms..")
                .check(CLASSES);
    }

    @Test
    @DisplayName("No source file of durable tasks has more than 300 lines")
    void filesAreShort() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src", "main", "java"))) {
            assertThat(files.filter(file -> file.toString().endsWith(".java")))
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(Files.readAllLines(file)).hasSizeLessThanOrEqualTo(MOST_LINES));
        }
    }
}
