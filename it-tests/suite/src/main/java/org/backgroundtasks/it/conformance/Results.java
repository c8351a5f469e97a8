package org.backgroundtasks.it.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Writes down what became of each promise, by the numbers of each case's {@link Promise}, for {@link Conformance}. The system properties
 * {@code it.runtime} and {@code it.results} are the runtime's name and the directory. Without a directory nothing is written; without
 * a runtime the cases start runtimes themselves.
 */
public final class Results implements TestExecutionListener {

    private final TreeMap<String, Set<String>> outcomes = new TreeMap<>();
    private @Nullable TestPlan plan;
    private int cases;

    @Override
    public void testPlanExecutionStarted(TestPlan started) {
        plan = started;
    }

    @Override
    public synchronized void executionFinished(TestIdentifier identifier, TestExecutionResult result) {
        if (identifier.isTest()) {
            cases++;
            Set<String> numbers = numbers(identifier);
            if (result.getStatus() != Status.ABORTED) {
                note(numbers, result.getStatus() == Status.SUCCESSFUL ? Conformance.HOLDS : Conformance.FAILS);
            }
        } else if (result.getStatus() == Status.FAILED) {
            note(numbersBelow(identifier), Conformance.FAILS);
        }
    }

    @Override
    public synchronized void executionSkipped(TestIdentifier identifier, String reason) {
        note(numbersBelow(identifier), reason);
    }

    private void note(Set<String> numbers, String outcome) {
        numbers.forEach(number ->
                outcomes.computeIfAbsent(number, unknown -> new TreeSet<>()).add(outcome));
    }

    /** Those of its method, or of the case of which it is one set of arguments. */
    private Set<String> numbers(TestIdentifier identifier) {
        Set<String> numbers = declared(identifier);
        if (!numbers.isEmpty() || plan == null) {
            return numbers;
        }
        Optional<TestIdentifier> parent = plan.getParent(identifier);
        return parent.isPresent() ? numbers(parent.get()) : Set.of();
    }

    private Set<String> numbersBelow(TestIdentifier identifier) {
        Set<String> numbers = new TreeSet<>(declared(identifier));
        if (plan != null) {
            plan.getDescendants(identifier).forEach(below -> numbers.addAll(declared(below)));
        }
        return numbers;
    }

    private static Set<String> declared(TestIdentifier identifier) {
        return identifier
                .getSource()
                .filter(MethodSource.class::isInstance)
                .map(MethodSource.class::cast)
                .map(method -> Promises.of(method.getJavaClass(), method.getJavaMethod()))
                .orElse(Set.of());
    }

    @Override
    public synchronized void testPlanExecutionFinished(TestPlan finished) {
        String runtime = System.getProperty("it.runtime", "");
        String directory = System.getProperty("it.results", "");
        if (directory.isEmpty() || outcomes.isEmpty()) {
            return;
        }
        String java = String.valueOf(Runtime.version().feature());
        Properties results = new Properties();
        results.setProperty("runtime", runtime);
        results.setProperty("java", java);
        results.setProperty("commit", commit());
        results.setProperty("cases", String.valueOf(cases));
        outcomes.forEach((number, all) -> results.setProperty(number, String.join("\n", all)));
        String name = (runtime.isEmpty() ? "elsewhere" : runtime) + " " + java;
        Path file = Path.of(directory, name.replaceAll("\\W+", "-") + ".properties");
        try {
            Files.createDirectories(file.getParent());
            try (OutputStream out = Files.newOutputStream(file)) {
                results.store(out, null);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The commit that is checked out, and whether files other than the page of results differ; "unknown" outside of a repository. */
    private static String commit() {
        try {
            String commit = git("rev-parse", "--short=10", "HEAD");
            String changes = git("status", "--porcelain", "-uno", "--", ":/", ":(top,exclude)docs/conformance.md");
            return commit.isEmpty() ? "unknown" : commit + (changes.isEmpty() ? "" : "-dirty");
        } catch (IOException noGit) {
            return "unknown";
        }
    }

    private static String git(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        Process git = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        return new String(git.getInputStream().readAllBytes(), UTF_8).strip();
    }
}
