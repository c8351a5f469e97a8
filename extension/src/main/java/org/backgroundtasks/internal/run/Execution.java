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

    /** Says how far the task is. */
    private enum State {
        /** There is none. */
        IDLE,
        /** Its context is being set up, by a call of {@link Execution#run}. */
        ENTERING_CONTEXT,
        /** Its request scope is being set up, by another call of {@link Execution#run}. */
        ENTERING_SCOPE,
        /** It can be interrupted. */
        IN_FUNCTION,
        /** It can be cancelled. */
        STAGE_OPEN,
        /** Nothing can stop it any more, whatever still has to be cleaned up. */
        DONE
    }

    private final ExecutionServices services;

    // guarded by this
    private State state = State.IDLE;
    private @Nullable Task task;
    private @Nullable Thread thread;
    private @Nullable OpenStage stage;
    private @Nullable Stop stop;

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
    synchronized void begin(Task next) {
        task = next;
        state = State.ENTERING_CONTEXT;
        stage = null;
        stop = null;
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
        OpenStage open;
        synchronized (this) {
            open = failure == null && state == State.STAGE_OPEN ? stage : null;
        }
        if (open == null) {
            end();
        }
        return open;
    }

    /** Called back by the container: within the task's context, and then within its request scope. */
    @Override
    public void run() {
        boolean inContext;
        synchronized (this) {
            inContext = state == State.ENTERING_CONTEXT;
            if (inContext) {
                state = State.ENTERING_SCOPE;
            }
        }
        if (inContext) {
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
            if (hasCalledFunction()) {
                services.reporter().scopeFailed(current(), scopeFailure);
            } else {
                failure = scopeFailure;
            }
        } finally {
            ThreadLoop.enter(around);
        }
    }

    private synchronized boolean hasCalledFunction() {
        return state != State.ENTERING_SCOPE;
    }

    /** Throws nothing. */
    private void callFunction() {
        OpenStage started = null;
        Runnable leave = null;
        Task current = current();
        functionBegins(current);
        try {
            Interception interception = current.interception();
            if (interception != null) {
                leave = interception.entered();
                repeatInterrupt();
            }
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
            functionReturned(started);
            if (leave != null) {
                leave.run();
            }
            Thread.interrupted();
        }
    }

    private void functionBegins(Task current) {
        synchronized (this) {
            state = State.IN_FUNCTION;
            thread = Thread.currentThread();
            repeatInterrupt();
        }
        Duration timeout = current.options().timeout();
        if (timeout != null) {
            deadline =
                    services.watchdog().after(TimeUnit.NANOSECONDS.convert(timeout), () -> timedOut(current, timeout));
        }
    }

    /** One from before the function; an add-on may have swallowed it. */
    private synchronized void repeatInterrupt() {
        if (stop != null && thread != null) {
            thread.interrupt();
        }
    }

    /** Nothing may interrupt the thread any more; what is left to stop is the stage. */
    private void functionReturned(@Nullable OpenStage started) {
        boolean stopped;
        synchronized (this) {
            thread = null;
            stage = started;
            state = started == null ? State.DONE : State.STAGE_OPEN;
            stopped = stop != null;
        }
        if (stopped && started != null) {
            var unused = started.cancel();
        }
    }

    private void timedOut(Task current, Duration timeout) {
        Stop overdue = Stop.timedOut(timeout);
        Thread hanging;
        synchronized (this) {
            hanging = task == current ? thread : null;
        }
        overdue.seenAt(hanging == null ? new StackTraceElement[0] : hanging.getStackTrace());
        if (stop(current, overdue)) {
            services.reporter().timedOut(current, timeout, overdue);
        }
    }

    @Override
    public boolean takeBack(AddedTask candidate) {
        return false;
    }

    @Override
    public boolean stop(AddedTask candidate, Stop reason) {
        OpenStage open;
        synchronized (this) {
            if (task != candidate || stop != null || state == State.DONE || (stage != null && stage.hasEnded())) {
                return false;
            }
            stop = reason;
            open = stage;
            if (thread != null) {
                thread.interrupt();
            }
        }
        if (open != null && reason.turn() == TaskEvent.Type.TIMED_OUT) {
            // what depends on the stage may take its time, and other timeouts must not wait for it
            services.threads().start(open::cancel);
            return true;
        }
        return open == null || open.cancel();
    }

    @Override
    public TaskEvent.Type turn() {
        return TaskEvent.Type.STARTED;
    }

    synchronized boolean isStopped(AddedTask candidate) {
        return task == candidate && stop != null;
    }

    synchronized Task current() {
        return Objects.requireNonNull(task);
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
        Task ended;
        Stop stopped;
        synchronized (this) {
            state = State.DONE;
            ended = current();
            stopped = failure == null && stage != null && !stage.ignoresCancel() ? null : stop;
        }
        if (deadline != null) {
            services.watchdog().cancel(deadline);
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
        synchronized (this) {
            state = State.IDLE;
            task = null;
        }
    }
}
