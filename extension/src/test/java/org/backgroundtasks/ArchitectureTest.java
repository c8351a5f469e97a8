package org.backgroundtasks;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The architecture of the extension")
class ArchitectureTest {

    private static final String ROOT = "org.backgroundtasks";

    /** Each depends on those before it, and on no other. */
    private static final List<String> PACKAGES = List.of(
            ROOT,
            ROOT + ".spi.operations",
            ROOT + ".spi",
            ROOT + ".internal.container",
            ROOT + ".internal.task",
            ROOT + ".internal.report",
            ROOT + ".internal.run",
            ROOT + ".internal.request",
            ROOT + ".internal.engine");

    private static final int MOST_LINES = 300;
    private static final int LARGEST_KNOT = 2;

    private static final JavaClasses CLASSES = new ClassFileImporter().importPath(Path.of("target", "classes"));

    @Test
    @DisplayName("Packages depend on each other in one direction only")
    void packagesFormNoCycle() {
        slices().matching("(" + ROOT + "..)").should().beFreeOfCycles().check(CLASSES);
    }

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
    @DisplayName("The API depends on Jakarta EE's and Java's alone, and the SPI on the API as well")
    void apiStandsAlone() {
        classes()
                .that()
                .resideInAPackage(ROOT)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(ROOT, "jakarta..", "java..", "org.jspecify.annotations")
                .check(CLASSES);
    }

    @Test
    @DisplayName(
            "The extension knows neither Jakarta REST, nor servlets, nor a server; only its container package knows Weld")
    void knowsNoServer() {
        classes()
                .that(not(resideInAPackage(ROOT + ".internal.container")))
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        ROOT + "..",
                        "jakarta.annotation..",
                        "jakarta.enterprise..",
                        "jakarta.inject..",
                        "jakarta.interceptor..",
                        "org.eclipse.microprofile.config..",
                        "org.jspecify.annotations",
                        "java..",
                        "javax.management..",
                        "javax.naming..",
                        "jdk.jfr..")
                .check(CLASSES);
        classes()
                .that()
                .resideInAPackage(ROOT + ".internal.container")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        ROOT + "..",
                        "jakarta.enterprise..",
                        "jakarta.transaction..",
                        "org.jboss.weld..",
                        "org.jspecify.annotations",
                        "java..",
                        "javax.management..",
                        "javax.naming..")
                .check(CLASSES);
    }

    @Test
    @DisplayName("No source file of the extension has more than 300 lines")
    void filesAreShort() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src", "main", "java"))) {
            assertThat(files.filter(file -> file.toString().endsWith(".java")))
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(Files.readAllLines(file)).hasSizeLessThanOrEqualTo(MOST_LINES));
        }
    }

    @Test
    @DisplayName("The engine's own class has fewer than 150 lines")
    void engineIsShort() throws IOException {
        Path engine = Path.of("src", "main", "java", "org", "backgroundtasks", "internal", "engine", "Engine.java");
        assertThat(Files.readAllLines(engine)).hasSizeLessThan(150);
    }

    @Test
    @DisplayName("No module that users get imports an internal package of the extension: gates and add-ons use the SPI")
    void othersUseTheSpi() throws IOException {
        List<String> internal = PACKAGES.stream()
                .filter(name -> name.startsWith(ROOT + ".internal."))
                .toList();
        for (String module : List.of("jaxrs-integration", "addons", "examples")) {
            try (Stream<Path> files = Files.walk(Path.of("..", module))) {
                assertThat(files.filter(ArchitectureTest::isMainSource))
                        .isNotEmpty()
                        .allSatisfy(file -> assertThat(Files.readString(file)).doesNotContain(internal));
            }
        }
    }

    private static boolean isMainSource(Path file) {
        return file.toString().matches(".*\\Wsrc\\Wmain\\Wjava\\W.*[.]java");
    }

    @Test
    @DisplayName("No more than two classes of the extension depend on each other in a circle")
    void knotsAreSmall() {
        Map<String, Set<String>> reachable = reachable();
        assertThat(reachable).hasSizeGreaterThan(50);
        assertThat(reachable.keySet())
                .allSatisfy(name -> assertThat(reachable.get(name).stream()
                                .filter(other -> reachable.get(other).contains(name))
                                .toList())
                        .as("the knot of %s", name)
                        .hasSizeLessThanOrEqualTo(LARGEST_KNOT));
    }

    /** From each top-level class those that it depends on, however indirectly. */
    private static Map<String, Set<String>> reachable() {
        Map<String, Set<String>> direct = CLASSES.stream()
                .collect(toMap(ArchitectureTest::topLevel, ArchitectureTest::dependencies, (one, other) -> {
                    one.addAll(other);
                    return one;
                }));
        return direct.keySet().stream().collect(toMap(Function.identity(), name -> closure(name, direct)));
    }

    private static Set<String> dependencies(JavaClass type) {
        return type.getDirectDependenciesFromSelf().stream()
                .map(dependency -> topLevel(dependency.getTargetClass().getBaseComponentType()))
                .filter(name -> name.startsWith(ROOT + '.'))
                .collect(toCollection(TreeSet::new));
    }

    private static String topLevel(JavaClass type) {
        String name = type.getName();
        int nested = name.indexOf('$');
        return nested < 0 ? name : name.substring(0, nested);
    }

    private static Set<String> closure(String start, Map<String, Set<String>> direct) {
        Set<String> found = new TreeSet<>();
        Deque<String> next = new ArrayDeque<>(direct.get(start));
        while (!next.isEmpty()) {
            String name = next.remove();
            if (found.add(name)) {
                next.addAll(direct.getOrDefault(name, Set.of()));
            }
        }
        return found;
    }
}
