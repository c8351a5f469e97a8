package org.backgroundtasks.internal.run;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.backgroundtasks.TaskEvent;
import org.backgroundtasks.Work;
import org.backgroundtasks.internal.report.JfrTaskEvent;
import org.backgroundtasks.internal.task.Phase;
import org.backgroundtasks.internal.task.Stop;
import org.backgroundtasks.internal.task.Task;
import org.backgroundtasks.spi.AddedTask;
import org.backgroundtasks.spi.Outcome;
import org.backgroundtasks.spi.RequestTasks;
import org.backgroundtasks.spi.TaskInterceptor.Interception;
import org.jspecify.annotations.Nullable;

/**
 * Takes one task at a time through its turn: into its context, into its request scope, through its function, to the end of its
 * stage. Other threads may stop it, as long as there is something to stop.
 */
final class Execution implements Phase, Runnable {

    private final ExecutionServices services;
    private final ExecutionState state = new ExecutionState();

    // of the thread that runs; a task is left and the next begun by one thread, or by two in a happens-before order
    private long startedAt;
    private @Nullable JfrTaskEvent recording;
    private @Nullable Throwable failure;
    private Watchdog.@Nullable Deadline deadline;
    private @Nullable RequestTasks followUps;

    Execution(ExecutionServices services) {
        this.services = services;
    }

    /** Takes the task over, which can be stopped from now on. */
    void begin(Task next) {
        state.begin(next);
        next.moveTo(this);
    }

    /** Runs the task's function. Returns its stage if that is open; else the task has ended. */
    @Nullable
    OpenStage execute() {
        Task current = current();
        failure = null;
        followUps = null;
        deadline = null;
        startedAt = services.reporter().now();
        recording = services.reporter().recording();
        services.reporter().started(current, startedAt);
        // an observer's
        Thread.interrupted();
        try {
            current.runInContext(this);
        } catch (Throwable contextFailure) {
            failure = contextFailure;
        }
        OpenStage open = failure == null ? state.openStage() : null;
        if (open == null) {
            end();
        }
        return open;
    }

    /** Called back by the container: within the task's context, and then within its request scope. */
    @Override
    public void run() {
        if (state.entersScope()) {
            enterScope();
        } else {
            callFunction();
        }
    }

    private void enterScope() {
        Execution around = ThreadLoop.enter(this);
        try {
            // here and not at release: what the container refuses is a failure of this task, and so reported
            services.scopes().within(this);
        } catch (Throwable scopeFailure) {
            if (state.hasCalledFunction()) {
                services.reporter().scopeFailed(current(), scopeFailure);
            } else {
                failure = scopeFailure;
            }
        } finally {
            ThreadLoop.enter(around);
        }
    }

    /** Throws nothing. */
    private void callFunction() {
        OpenStage started = null;
        Runnable leave = null;
        Task current = current();
        try {
            Interception interception = current.interception();
            if (interception != null) {
                leave = interception.entered();
                // an add-on's
                Thread.interrupted();
            }
            functionBegins(current);
            if (current.work() instanceof Work.Async async) {
                started = new OpenStage(
                        Objects.requireNonNull(async.start(), "The function given to addAsync returned no stage")
                                .toCompletableFuture());
            } else {
                ((Work) current.work()).run();
            }
        } catch (Throwable thrown) {
            failure = thrown;
        } finally {
            state.functionReturned(started);
            if (leave != null) {
                leave.run();
            }
            Thread.interrupted();
        }
    }

    private void functionBegins(Task current) {
        state.functionBegins();
        Duration timeout = current.options().timeout();
        if (timeout != null) {
            deadline =
                    services.watchdog().after(TimeUnit.NANOSECONDS.convert(timeout), () -> timedOut(current, timeout));
        }
    }

    private void timedOut(Task current, Duration timeout) {
        Stop overdue = Stop.timedOut(timeout);
        overdue.seenAt(state.stackOf(current));
        OpenStage open;
        synchronized (state) {
            if (!state.accept(current, overdue)) {
                return;
            }
            open = state.openStage();
        }
        if (open == null) {
            services.reporter().timedOut(current, overdue);
            return;
        }
        // it has just left its function
        overdue.seenAt(new StackTraceElement[0]);
        // what depends on the stage may take its time, and other timeouts must not wait for it
        services.threads().start(() -> {
            if (state.cancel(open) && open.endsInVain()) {
                services.reporter().timedOut(current, overdue);
            }
        });
    }

    @Override
    public boolean takeBack(AddedTask candidate) {
        return false;
    }

    @Override
    public boolean stop(AddedTask candidate, Stop reason) {
        OpenStage open;
        synchronized (state) {
            if (!state.accept(candidate, reason)) {
                return false;
            }
            open = state.openStage();
        }
        return open == null || state.cancel(open);
    }

    @Override
    public TaskEvent.Type turn() {
        return TaskEvent.Type.STARTED;
    }

    boolean isStopped(AddedTask candidate) {
        return state.isStopped(candidate);
    }

    Task current() {
        return state.task();
    }

    /** The queue for what the task adds, released when it ends; for the thread of its function. */
    RequestTasks followUps() {
        RequestTasks present = followUps;
        if (present == null) {
            present = services.followUps().apply(current().origin());
            followUps = present;
        }
        return present;
    }

    void progressed(double fraction, @Nullable String message) {
        services.reporter().progressed(current(), startedAt, fraction, message);
    }

    /** The stage has ended, with this cause if not well. */
    void stageEnded(@Nullable Throwable cause) {
        failure = OpenStage.unwrapped(cause);
        end();
    }

    boolean endedWell() {
        return failure == null;
    }

    /** Reports the end, and releases what the task added. */
    private void end() {
        Task ended = current();
        Stop stopped = state.done(failure != null);
        if (deadline != null) {
            services.watchdog().cancel(deadline);
        }
        if (stopped != null && stopped.turn() == TaskEvent.Type.TIMED_OUT && state.heededCancel()) {
            // only now is it certain
            services.reporter().timedOut(ended, stopped);
        }
        if (stopped != null) {
            services.reporter().stopped(ended, startedAt, recording, stopped);
            failure = stopped.cause();
        } else if (failure != null) {
            services.reporter().failed(ended, startedAt, recording, failure);
        } else {
            services.reporter().succeeded(ended, startedAt, recording);
        }
        if (followUps != null) {
            followUps.release(failure == null ? Outcome.SUCCEEDED : Outcome.FAILED, ThreadLoop.AS_CALLER);
        }
        state.end();
    }
}
