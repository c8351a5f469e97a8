package org.backgroundtasks.internal.run;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.backgroundtasks.internal.task.Home;
import org.jspecify.annotations.Nullable;

/**
 * Runs what one thread is given, one after another: a thread that is inside its loop queues what it is given, so that a chain
 * of any length takes one frame of its stack.
 */
final class ThreadLoop {

    /** Stays with its thread, as to remove it takes a call out of the Java code; empty, it holds no class of the application. */
    private static final ThreadLocal<AtomicReference<@Nullable ThreadLoop>> CURRENT =
            ThreadLocal.withInitial(AtomicReference::new);

    /** For a thread that may be running tasks: it runs what it is given after them. */
    static final Executor AS_CALLER = work -> {
        if (!isHere()) {
            throw new RejectedExecutionException("This thread runs no tasks");
        }
        work.run();
    };

    private @Nullable ArrayDeque<Dispatchable> queue;
    /** What is within its task's function or request scope at this moment. */
    private @Nullable Execution execution;

    private ThreadLoop() {}

    /** Whether this thread runs tasks. */
    static boolean isHere() {
        return CURRENT.get().getPlain() != null;
    }

    /** Those who wait for this thread: whose task it is in, and whose tasks it runs after that. */
    static Set<Home> served() {
        Set<Home> homes = new HashSet<>();
        ThreadLoop here = CURRENT.get().getPlain();
        if (here != null && here.execution != null) {
            homes.add(here.execution.current().home());
        }
        if (here != null && here.queue != null) {
            here.queue.forEach(run -> run.waiting().forEach(task -> homes.add(task.home())));
        }
        return homes;
    }

    /** The execution whose function this thread is in, or null outside a task. */
    static @Nullable Execution execution() {
        ThreadLoop here = CURRENT.get().getPlain();
        return here == null ? null : here.execution;
    }

    /** Says what this thread is in, until told otherwise with what was there before, which this returns. */
    static @Nullable Execution enter(@Nullable Execution entered) {
        ThreadLoop here = CURRENT.get().getPlain();
        if (here == null) {
            return null;
        }
        Execution before = here.execution;
        here.execution = entered;
        return before;
    }

    /** Runs it on this thread: now, or after what the thread is running. */
    static void run(Dispatchable run) {
        AtomicReference<@Nullable ThreadLoop> current = CURRENT.get();
        ThreadLoop around = current.getPlain();
        if (around == null) {
            loop(current, run);
        } else {
            around.enqueue(run);
        }
    }

    /** Runs it on this thread, before this returns. */
    static void runNow(Dispatchable run) {
        AtomicReference<@Nullable ThreadLoop> current = CURRENT.get();
        ThreadLoop around = current.getPlain();
        try {
            loop(current, run);
        } finally {
            current.setPlain(around);
        }
    }

    private static void loop(AtomicReference<@Nullable ThreadLoop> current, Dispatchable first) {
        boolean interrupted = Thread.interrupted();
        ThreadLoop here = new ThreadLoop();
        current.setPlain(here);
        try {
            for (Dispatchable next = first; next != null; next = here.dequeue()) {
                next.runTasks();
            }
        } finally {
            current.setPlain(null);
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void enqueue(Dispatchable run) {
        if (queue == null) {
            queue = new ArrayDeque<>();
        }
        queue.add(run);
    }

    private @Nullable Dispatchable dequeue() {
        return queue == null ? null : queue.poll();
    }
}
