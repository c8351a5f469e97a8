package org.backgroundtasks.it.conformance;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Writes down what became of each promise, by the numbers in the cases' names, for {@link Conformance}. The system properties
 * {@code it.runtime} and {@code it.results} are the runtime's name and the directory; without them nothing is written.
 */
public final class Results implements TestExecutionListener {

    static final String HOLDS = "holds";
    static final String FAILS = "fails";

    private static final Pattern NUMBER = Pattern.compile("C-\\d+");

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
                note(numbers, result.getStatus() == Status.SUCCESSFUL ? HOLDS : FAILS);
            }
        } else if (result.getStatus() == Status.FAILED) {
            note(numbersBelow(identifier), FAILS);
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

    /** Those in its name, or in that of the case of which it is one set of arguments. */
    private Set<String> numbers(TestIdentifier identifier) {
        Set<String> numbers = numbersIn(identifier);
        if (!numbers.isEmpty() || plan == null) {
            return numbers;
        }
        Optional<TestIdentifier> parent = plan.getParent(identifier);
        return parent.isPresent() ? numbers(parent.get()) : Set.of();
    }

    private Set<String> numbersBelow(TestIdentifier identifier) {
        Set<String> numbers = new TreeSet<>(numbersIn(identifier));
        if (plan != null) {
            plan.getDescendants(identifier).forEach(below -> numbers.addAll(numbersIn(below)));
        }
        return numbers;
    }

    private static Set<String> numbersIn(TestIdentifier identifier) {
        return NUMBER.matcher(identifier.getDisplayName())
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toSet());
    }

    @Override
    public synchronized void testPlanExecutionFinished(TestPlan finished) {
        String runtime = System.getProperty("it.runtime", "");
        String directory = System.getProperty("it.results", "");
        if (runtime.isEmpty() || directory.isEmpty()) {
            return;
        }
        String java = String.valueOf(Runtime.version().feature());
        Properties results = new Properties();
        results.setProperty("runtime", runtime);
        results.setProperty("java", java);
        results.setProperty("cases", String.valueOf(cases));
        outcomes.forEach((number, all) -> results.setProperty(number, String.join("\n", all)));
        Path file = Path.of(directory, (runtime + " " + java).replaceAll("\\W+", "-") + ".properties");
        try {
            Files.createDirectories(file.getParent());
            try (OutputStream out = Files.newOutputStream(file)) {
                results.store(out, null);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
