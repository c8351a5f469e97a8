package org.backgroundtasks.internal.engine;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.backgroundtasks.internal.report.SafeLog;
import org.backgroundtasks.internal.request.Ledger;
import org.backgroundtasks.internal.request.OpenLedgers;
import org.backgroundtasks.internal.run.Callers;
import org.backgroundtasks.internal.run.CurrentTask;
import org.backgroundtasks.internal.run.Lifecycle;
import org.backgroundtasks.internal.run.Remainder;
import org.backgroundtasks.internal.run.Runs;
import org.backgroundtasks.internal.task.Home;
import org.backgroundtasks.internal.task.Stop;
import org.backgroundtasks.internal.task.Task;
import org.backgroundtasks.spi.LogText;

/**
 * Waits for the tasks of an application that stops, but for those that can be stored instead; then takes back what waits, stops what
 * runs, and names both, unless they can be stored.
 */
final class Shutdown {

    /** What ends at once when it is interrupted should find its request scope still there. */
    private static final Duration TO_HEED_AN_INTERRUPT = Duration.ofSeconds(2);

    private final Duration timeout;
    private final Lifecycle lifecycle;
    private final OpenLedgers open;
    private final Runs runs;
    private final Remainder remainder;

    Shutdown(Duration timeout, Lifecycle lifecycle, OpenLedgers open, Runs runs, Remainder remainder) {
        this.timeout = timeout;
        this.lifecycle = lifecycle;
        this.open = open;
        this.runs = runs;
        this.remainder = remainder;
    }

    /** Stops once; waits again for what was added after a wait that ended well. A task that stops its own application is not waited for. */
    void drain() {
        if (!lifecycle.drain()) {
            return;
        }
        remainder.receiveNoMore();
        storeWaiting();
        int own = waitingForThisThread();
        if (idleWithin(own, Duration.ZERO)) {
            return;
        }
        SafeLog.log(
                Level.INFO,
                "Waiting up to " + LogText.duration(timeout) + " for "
                        + open.unfinishedTasks().size() + " background task(s) to end");
        if (idleWithin(own, timeout)) {
            return;
        }
        lifecycle.stop();
        leaveTheRest();
        idleWithin(own, TO_HEED_AN_INTERRUPT);
    }

    /** Another node may run at once what waits here for nothing but its turn. */
    private void storeWaiting() {
        List<Task> taken = open.unfinishedTasks();
        taken.removeIf(task -> task.isIn(Ledger.class) || !remainder.isStorable(task) || !task.takeBack());
        if (remainder.store(taken)) {
            taken.forEach(remainder::stored);
        } else {
            runAfterAll(taken);
        }
    }

    /** In order, and those of one request one after another. */
    private void runAfterAll(List<Task> tasks) {
        Map<Home, ArrayDeque<Task>> byRequest = new LinkedHashMap<>();
        tasks.forEach(task -> byRequest
                .computeIfAbsent(task.home(), request -> new ArrayDeque<>())
                .add(task));
        byRequest.forEach(
                (request, all) -> runs.ofEachPool(all, request.outcome()).forEach(run -> run.start(Callers.NONE)));
    }

    private void leaveTheRest() {
        List<Task> begun = open.unfinishedTasks();
        List<Task> storable = new ArrayList<>();
        // what waits before what runs, whose end would have the next one start
        begun.removeIf(task -> tookBack(task, storable));
        List<Task> running = begun.stream().filter(remainder::isStorable).toList();
        List<Task> all = Stream.concat(storable.stream(), running.stream()).toList();
        if (remainder.store(all)) {
            storable.forEach(remainder::stored);
            running.forEach(task -> task.stop(Stop.handedOver()));
            begun.removeAll(running);
        } else {
            storable.forEach(task -> remainder.lost(task, false));
        }
        begun.forEach(this::interrupt);
    }

    /** How many requests have tasks that this very thread is to end: its own, its follow-ups, what it runs after them. */
    private static int waitingForThisThread() {
        if (!CurrentTask.isThreadRunningTasks()) {
            return 0;
        }
        Set<Home> waiting = CurrentTask.served();
        if (CurrentTask.followUps() instanceof Ledger followUps
                && !followUps.unfinished().isEmpty()) {
            waiting.add(followUps);
        }
        return Math.max(1, waiting.size());
    }

    private boolean idleWithin(int own, Duration time) {
        try {
            return open.awaitAtMost(own, time);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private boolean tookBack(Task task, List<Task> storable) {
        boolean held = task.isIn(Ledger.class);
        boolean waits = task.takeBack();
        if (waits && remainder.isStorable(task) && (!held || isAnswered(task))) {
            storable.add(task);
        } else if (waits) {
            remainder.lost(task, held);
        }
        return waits;
    }

    /** Whether a client may have been told already that the request has succeeded. */
    private static boolean isAnswered(Task task) {
        return task.home() instanceof Ledger request && request.recorded() != null;
    }

    private void interrupt(Task task) {
        if (task.stop(Stop.applicationStopped())) {
            remainder.interrupted(task);
        }
    }
}
