package org.backgroundtasks.testing.internal;

import java.util.List;
import java.util.stream.Collectors;
import org.backgroundtasks.TaskEvent;
import org.backgroundtasks.spi.AddedTask;
import org.backgroundtasks.spi.TaskInterceptor.Interception;
import org.jspecify.annotations.Nullable;

/** A task as a test sees it. Safe for any thread. */
public final class RehearsedTask implements Interception {

    private static final String WITHHELD = "recorded by a test";

    private final AddedTask task;
    private final boolean recorded;
    private volatile boolean asserted;
    private volatile boolean started;
    private volatile TaskEvent.@Nullable Type end;
    private volatile @Nullable Throwable cause;
    private volatile @Nullable String discardedFor;

    private RehearsedTask(AddedTask task, boolean recorded) {
        this.task = task;
        this.recorded = recorded;
    }

    static RehearsedTask of(AddedTask task, boolean recorded) {
        return new RehearsedTask(task, recorded);
    }

    @Override
    public @Nullable String withheld() {
        return recorded ? WITHHELD : null;
    }

    @Override
    public Runnable entered() {
        started = true;
        return () -> {};
    }

    @Override
    public void ended(TaskEvent.Type turn, @Nullable Throwable failure) {
        cause = failure;
        end = turn;
    }

    @Override
    public void discarded(String reason) {
        if (!reason.equals(WITHHELD)) {
            discardedFor = reason;
        }
        end = TaskEvent.Type.DISCARDED;
    }

    public String name() {
        return task.name();
    }

    public @Nullable String key() {
        return task.key();
    }

    public List<? extends @Nullable Object> arguments() {
        return task.arguments();
    }

    public @Nullable Throwable failure() {
        return cause;
    }

    public boolean isToRun() {
        return discardedFor == null && task.isToRun();
    }

    public boolean hasEnded() {
        return end != null;
    }

    public boolean isAsserted() {
        return asserted;
    }

    public void markAsserted() {
        asserted = true;
    }

    /** With its arguments and, where that is not what was hoped for, what became of it. */
    @Override
    public String toString() {
        String text = task + arguments().stream().map(RehearsedTask::text).collect(Collectors.joining(", ", " (", ")"));
        if (discardedFor != null) {
            return text + ", discarded: " + discardedFor;
        }
        if (!task.isToRun()) {
            return text + ", not wanted after such an outcome of its request";
        }
        if (cause != null) {
            return text + ", failed: " + text(cause);
        }
        if (end == null && !recorded) {
            return text + (started ? ", running" : ", not started");
        }
        return text;
    }

    private static String text(@Nullable Object value) {
        try {
            return String.valueOf(value);
        } catch (RuntimeException cannotBePrinted) {
            return String.valueOf(value == null ? null : value.getClass().getName());
        }
    }
}
