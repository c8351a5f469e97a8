package org.backgroundtasks.testing;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.backgroundtasks.BackgroundTasks;
import org.backgroundtasks.testing.internal.RehearsedTask;
import org.jspecify.annotations.Nullable;

/** Asserts and describes a task that was added during a test. Thread-safe; what it returns changes as the task goes on. */
public final class TestTask {

    private final RehearsedTask task;

    TestTask(RehearsedTask task) {
        this.task = task;
    }

    /**
     * Returns the task's name.
     *
     * @return the name given with {@link BackgroundTasks#named(String)}, or else the class in which its function was written
     */
    public String name() {
        return task.name();
    }

    /**
     * Returns the arguments that the task's function is called with.
     *
     * @return the arguments given to {@code add}, none for a function that takes none
     */
    public List<? extends @Nullable Object> arguments() {
        return task.arguments();
    }

    /**
     * Asserts what the task's function is called with, as in {@code tasks.assertAdded("welcome-mail").with("a@example.com")}.
     *
     * @param expected the arguments, compared by {@code equals}, arrays by what is in them
     * @return this task
     * @throws AssertionError if the arguments are others
     */
    public TestTask with(@Nullable Object... expected) {
        if (!Arrays.deepEquals(task.arguments().toArray(), expected)) {
            throw new AssertionError("Expected the arguments " + Arrays.deepToString(expected) + " but were "
                    + Arrays.deepToString(task.arguments().toArray()) + " of " + task);
        }
        return this;
    }

    /**
     * Returns why the task failed or timed out. After this call the failure does not fail the test any more.
     *
     * @return the cause, or null if the task has not failed
     */
    public @Nullable Throwable failure() {
        task.markAsserted();
        return task.failure();
    }

    /**
     * Asserts that the task has failed, and how.
     *
     * @param <T> the kind of failure
     * @param type the class of the cause, or one that it extends
     * @return the cause
     * @throws AssertionError if the task has not failed, or has failed with another exception
     */
    public <T extends Throwable> T assertFailed(Class<T> type) {
        Objects.requireNonNull(type, "Say which failure to expect");
        Throwable cause = failure();
        if (type.isInstance(cause)) {
            return type.cast(cause);
        }
        throw new AssertionError("Expected to fail with " + type.getName() + ": " + task, cause);
    }

    /** Returns name, request, arguments and state. */
    @Override
    public String toString() {
        return task.toString();
    }
}
