package org.backgroundtasks.testing.internal;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.backgroundtasks.testing.internal.Rehearsal.Mode;
import org.jspecify.annotations.Nullable;

/** Says why a test fails, with what was added. */
public final class Report {

    private final Rehearsal rehearsal;

    public Report(Rehearsal rehearsal) {
        this.rehearsal = rehearsal;
    }

    /** Throws if something was left unasserted: of recorded tasks any one, of others the failed ones. */
    public void refuseUnasserted() {
        if (rehearsal.mode() == Mode.RECORDED) {
            if (rehearsal.toRun().anyMatch(task -> !task.isAsserted())
                    || rehearsal.stored().stream().anyMatch(task -> !task.isAsserted())) {
                throw failed("The test left background tasks unasserted; assert them, or use lenient()");
            }
            return;
        }
        for (RehearsedTask task : rehearsal.tasks()) {
            refuseFailed(task, task.isAsserted(), task.failure(), "assertFailed(…)");
        }
        for (RehearsedDurable task : rehearsal.stored()) {
            refuseFailed(task, task.isAsserted(), task.failure(), "assertStored(…)");
        }
    }

    private static void refuseFailed(Object task, boolean asserted, @Nullable Throwable cause, String unless) {
        if (cause != null && !asserted) {
            throw new AssertionError(
                    "Background task " + task + "; use " + unless + " or lenient() if it should", cause);
        }
    }

    public AssertionError failed(String what) {
        List<String> tasks = Stream.concat(
                        rehearsal.tasks().stream().map(task -> described(task, task.isAsserted())),
                        rehearsal.stored().stream().map(task -> described(task, task.isAsserted())))
                .toList();
        return new AssertionError(
                tasks.isEmpty()
                        ? what + ". No task was added at all."
                        : tasks.stream().collect(Collectors.joining("\n", what + ". Added were:\n", "\n")));
    }

    private static String described(Object task, boolean asserted) {
        return "  " + task + (asserted ? " [asserted]" : "");
    }
}
