package org.backgroundtasks.internal.run;

import java.util.Objects;
import org.backgroundtasks.internal.task.Stop;
import org.backgroundtasks.internal.task.Task;
import org.backgroundtasks.spi.AddedTask;
import org.jspecify.annotations.Nullable;

/** Says how far the execution of a task is, and decides whether it can still be stopped. Thread-safe. */
final class ExecutionState {

    private enum Step {
        /** There is no task. */
        IDLE,
        /** Its context is being set up. */
        ENTERING_CONTEXT,
        /** Its request scope is being set up. */
        ENTERING_SCOPE,
        /** It can be interrupted. */
        IN_FUNCTION,
        /** It can be cancelled. */
        STAGE_OPEN,
        /** Nothing can stop it any more, whatever still has to be cleaned up. */
        DONE
    }

    private Step step = Step.IDLE;
    private @Nullable Task task;
    private @Nullable Thread thread;
    private @Nullable OpenStage stage;
    private @Nullable Stop stop;

    /** Takes the task over, which can be stopped from now on. */
    synchronized void begin(Task next) {
        task = next;
        step = Step.ENTERING_CONTEXT;
        stage = null;
        stop = null;
    }

    synchronized Task task() {
        return Objects.requireNonNull(task);
    }

    /** True if the context has just been entered; false if the request scope has. */
    synchronized boolean entersScope() {
        boolean inContext = step == Step.ENTERING_CONTEXT;
        if (inContext) {
            step = Step.ENTERING_SCOPE;
        }
        return inContext;
    }

    synchronized boolean hasCalledFunction() {
        return step != Step.ENTERING_SCOPE;
    }

    synchronized void functionBegins() {
        step = Step.IN_FUNCTION;
        thread = Thread.currentThread();
        if (stop != null) {
            thread.interrupt();
        }
    }

    /** Nothing may interrupt the thread any more; what is left to stop is the stage. */
    void functionReturned(@Nullable OpenStage started) {
        boolean stopped;
        synchronized (this) {
            thread = null;
            stage = started;
            step = started == null ? Step.DONE : Step.STAGE_OPEN;
            stopped = stop != null;
        }
        if (stopped && started != null) {
            started.cancelTooLate();
        }
    }

    synchronized @Nullable OpenStage openStage() {
        return step == Step.STAGE_OPEN ? stage : null;
    }

    /** Returns where the function of the task is; nothing if it has returned. */
    StackTraceElement[] stackOf(Task candidate) {
        Thread running;
        synchronized (this) {
            running = task == candidate ? thread : null;
        }
        return running == null ? new StackTraceElement[0] : running.getStackTrace();
    }

    /** Takes the reason to stop, and interrupts the function. False if the task has ended or was stopped before. */
    synchronized boolean accept(AddedTask candidate, Stop reason) {
        if (task != candidate || stop != null || step == Step.DONE || (stage != null && stage.hasEnded())) {
            return false;
        }
        stop = reason;
        if (thread != null) {
            thread.interrupt();
        }
        return true;
    }

    /** Cancels the stage of a task that is to be stopped; false if that has completed well before. */
    boolean cancel(OpenStage open) {
        boolean heeded = open.cancel();
        synchronized (this) {
            return heeded || (step == Step.STAGE_OPEN && stage == open && open.ignoresCancel());
        }
    }

    synchronized boolean isStopped(AddedTask candidate) {
        return task == candidate && stop != null;
    }

    /** The task has ended, in failure or well. Returns why it was stopped, unless it was faster than that. */
    synchronized @Nullable Stop done(boolean failed) {
        step = Step.DONE;
        return failed || stage == null || stage.endsInVain() ? stop : null;
    }

    /** Whether it was stopped by the cancellation of its stage, which is certain only once that has ended. */
    synchronized boolean heededCancel() {
        return stop != null && stage != null && !stage.endsInVain();
    }

    synchronized void end() {
        step = Step.IDLE;
        task = null;
    }
}
