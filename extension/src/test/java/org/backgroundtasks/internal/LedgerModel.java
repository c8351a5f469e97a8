package org.backgroundtasks.internal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.backgroundtasks.TaskEvent.Turn;
import org.backgroundtasks.internal.Program.Body;
import org.backgroundtasks.internal.Program.Option;
import org.backgroundtasks.internal.Program.Spec;
import org.jspecify.annotations.Nullable;

/**
 * What the promises say becomes of the tasks of a {@link Program}, in plain collections and on one thread. Shares no code with
 * the engine.
 */
final class LedgerModel implements Program.Application {

    private enum State {
        NEW,
        WAITING,
        RUNNING,
        SUCCEEDED,
        FAILED,
        DISCARDED
    }

    private static final class Task {
        private final Body body;
        private final int otherRequest;
        private @Nullable String name;
        private boolean afterSuccess = true;
        private boolean afterFailure;
        private boolean concurrent;
        private int id;
        private @Nullable Request request;
        private @Nullable Request followUps;
        private State state = State.NEW;

        Task(Body body, int otherRequest) {
            this.body = body;
            this.otherRequest = otherRequest;
        }

        boolean isOver() {
            return state == State.SUCCEEDED || state == State.FAILED || state == State.DISCARDED;
        }

        void take(Option option) {
            switch (option) {
                case ALWAYS -> {
                    afterSuccess = true;
                    afterFailure = true;
                }
                case ON_ERROR -> {
                    afterSuccess = false;
                    afterFailure = true;
                }
                case CONCURRENT -> concurrent = true;
                case NAME_A, NAME_B -> name = option.givenName();
            }
        }
    }

    private static final class Request {
        private final List<Task> added = new ArrayList<>();
        private final List<Task> held = new ArrayList<>();
        private boolean failed;
        private @Nullable Outcome released;

        long unfinished() {
            return added.stream().filter(task -> !task.isOver()).count();
        }
    }

    private static final class Run {
        private final Deque<Task> tasks;
        private final Outcome outcome;
        private boolean noMore;

        Run(List<Task> tasks, Outcome outcome) {
            this.tasks = new ArrayDeque<>(tasks);
            this.outcome = outcome;
        }
    }

    private record OpenStage(Task task, Run run) {}

    private final int maxPerRequest;
    private final int maxPending;
    private final boolean stopAtFailure;

    private final List<String> journal = new ArrayList<>();
    private final List<Request> requests = new ArrayList<>();
    /** Those that the program can speak of. */
    private final List<Task> known = new ArrayList<>();

    private final List<Task> everAdded = new ArrayList<>();
    private final List<Run> submitted = new ArrayList<>();
    private final List<OpenStage> open = new ArrayList<>();
    private int pending;
    private int refusals;
    private boolean executorRefuses;
    private boolean draining;
    private boolean stopped;

    LedgerModel(int maxPerRequest, int maxPending, boolean stopAtFailure) {
        this.maxPerRequest = maxPerRequest;
        this.maxPending = maxPending;
        this.stopAtFailure = stopAtFailure;
        for (int i = 0; i < Program.REQUESTS; i++) {
            requests.add(new Request());
        }
    }

    List<String> takeJournal() {
        List<String> taken = List.copyOf(journal);
        journal.clear();
        return taken;
    }

    /** Waiting, running, succeeded, failed, discarded, refused. */
    List<Long> figures() {
        return List.of(
                count(State.WAITING),
                count(State.RUNNING),
                count(State.SUCCEEDED),
                count(State.FAILED),
                count(State.DISCARDED),
                (long) refusals);
    }

    private long count(State state) {
        return everAdded.stream().filter(task -> task.state == state).count();
    }

    private void turn(Turn turn, Task task, String reason) {
        journal.add((turn + " " + task.id + ' ' + (task.name == null ? "" : task.name) + ' ' + reason).strip());
    }

    @Override
    public void add(int request, Spec spec) {
        add(requests.get(request), made(spec), true);
    }

    @Override
    public void attach(int request, Spec spec) {
        add(requests.get(request), made(spec), false);
    }

    private Task made(Spec spec) {
        Task task = new Task(spec.body(), spec.otherRequest());
        spec.options().forEach(task::take);
        known.add(task);
        return task;
    }

    @Override
    public void addAgain(int request, int task) {
        if (!known.isEmpty()) {
            add(requests.get(request), known.get(task % known.size()), true);
        }
    }

    private void add(Request request, Task task, boolean replaces) {
        if (!accepted(request, task, replaces)) {
            journal.add("refused");
        }
    }

    private boolean accepted(Request request, Task task, boolean replaces) {
        if (task.request != null || stopped || request.unfinished() >= maxPerRequest) {
            return false;
        }
        everAdded.add(task);
        task.id = everAdded.size();
        task.request = request;
        task.state = State.WAITING;
        List<Task> replaced = replaces && task.name != null ? named(request.held, task.name) : List.of();
        request.added.add(task);
        turn(Turn.ADDED, task, "");
        replaced.forEach(other -> discardHeld(other, "replaced by a later task of the same name"));
        if (request.released == null) {
            request.held.add(task);
        } else {
            start(new Run(List.of(task), request.released));
        }
        return true;
    }

    private static List<Task> named(List<Task> tasks, String name) {
        return tasks.stream().filter(task -> name.equals(task.name)).toList();
    }

    private void discardHeld(Task task, String reason) {
        task.request.held.remove(task);
        discard(task, reason);
    }

    private void discard(Task task, String reason) {
        task.state = State.DISCARDED;
        turn(Turn.DISCARDED, task, reason);
    }

    @Override
    public void option(int number, Option option) {
        if (known.isEmpty()) {
            return;
        }
        Task task = known.get(number % known.size());
        if (task.request != null && task.request.released != null) {
            journal.add("refused");
            return;
        }
        String before = task.name;
        task.take(option);
        String name = option.givenName();
        if (name == null || name.equals(before) || task.request == null || !task.request.held.contains(task)) {
            return;
        }
        List<Task> held = List.copyOf(task.request.held);
        int place = held.indexOf(task);
        named(held.subList(0, place), name)
                .forEach(earlier -> discardHeld(earlier, "replaced by a later task of the same name"));
        if (!named(held.subList(place + 1, held.size()), name).isEmpty()) {
            discardHeld(task, "replaced by a later task of the same name");
        }
    }

    @Override
    public void forget(int request, String name) {
        List<Task> forgotten = named(requests.get(request).held, name);
        forgotten.forEach(task -> discardHeld(task, "forgotten"));
        journal.add("forgot " + !forgotten.isEmpty());
    }

    @Override
    public void record(int request, Outcome outcome) {
        requests.get(request).failed = outcome == Outcome.FAILED;
    }

    @Override
    public void release(int request, Outcome outcome) {
        release(requests.get(request), outcome);
    }

    private void release(Request request, Outcome observed) {
        if (request.released != null) {
            return;
        }
        Outcome outcome = request.failed ? Outcome.FAILED : observed;
        request.released = outcome;
        List<Task> ready = List.copyOf(request.held);
        request.held.clear();
        if (!ready.isEmpty()) {
            start(new Run(ready, outcome));
        }
    }

    private void start(Run run) {
        pending += run.tasks.size();
        if (pending > maxPending) {
            callerRuns(run);
        } else {
            submit(run);
        }
    }

    private void submit(Run run) {
        if (executorRefuses || draining) {
            callerRuns(run);
        } else {
            submitted.add(run);
        }
    }

    private void callerRuns(Run run) {
        run.tasks.forEach(task -> turn(Turn.REFUSED, task, ""));
        refusals += run.tasks.size();
        goOn(run);
    }

    private void goOn(Run run) {
        while (!run.tasks.isEmpty()) {
            Task task = run.tasks.remove();
            pending--;
            if (run.noMore) {
                discard(task, "an earlier task of the request failed");
            } else if (run.outcome == Outcome.FAILED ? !task.afterFailure : !task.afterSuccess) {
                discard(task, run.outcome == Outcome.FAILED ? "the request failed" : "the request succeeded");
            } else if (task.concurrent && !run.tasks.isEmpty()) {
                start(new Run(List.of(task), run.outcome));
            } else {
                task.state = State.RUNNING;
                turn(Turn.STARTED, task, "");
                boolean failed = functionFails(task);
                if (task.body.leavesStageOpen()) {
                    open.add(new OpenStage(task, run));
                    return;
                }
                ended(task, run, failed);
            }
        }
    }

    private boolean functionFails(Task task) {
        journal.add("ran " + task.id);
        if (task.body.followedUp()) {
            Request followUps = new Request();
            Task onSuccess = new Task(Body.RETURN, 0);
            Task onError = new Task(Body.RETURN, 0);
            onError.take(Option.ON_ERROR);
            add(followUps, onSuccess, true);
            add(followUps, onError, true);
            task.followUps = followUps;
        }
        if (task.body == Body.ADD_THROUGH_HANDLE) {
            return !accepted(requests.get(task.otherRequest), new Task(Body.RETURN, 0), true);
        }
        return task.body.fails();
    }

    private void ended(Task task, Run run, boolean failed) {
        task.state = failed ? State.FAILED : State.SUCCEEDED;
        turn(failed ? Turn.FAILED : Turn.SUCCEEDED, task, "");
        run.noMore |= failed && stopAtFailure;
        if (task.followUps != null) {
            release(task.followUps, failed ? Outcome.FAILED : Outcome.SUCCEEDED);
        }
    }

    @Override
    public void executorRefuses(boolean refuses) {
        executorRefuses = refuses;
    }

    @Override
    public void executorRuns(int submission) {
        if (!submitted.isEmpty()) {
            goOn(submitted.remove(submission % submitted.size()));
        }
    }

    @Override
    public void stageEnds(int stage, boolean well) {
        if (open.isEmpty()) {
            return;
        }
        OpenStage ending = open.remove(stage % open.size());
        ended(ending.task, ending.run, !well);
        if (!ending.run.tasks.isEmpty()) {
            submit(ending.run);
        }
    }

    @Override
    public void drain() {
        draining = true;
        if (everAdded.stream().allMatch(Task::isOver)) {
            return;
        }
        stopped = true;
        for (Task task : everAdded) {
            if (task.state == State.WAITING) {
                discard(task, "the application stopped");
            }
        }
        requests.forEach(request -> request.held.clear());
        submitted.forEach(run -> run.tasks.clear());
        for (OpenStage stage : open) {
            stage.run.tasks.clear();
            if (stage.task.followUps != null) {
                stage.task.followUps.held.clear();
            }
            ended(stage.task, stage.run, true);
        }
        open.clear();
    }

    @Override
    public int submissions() {
        return submitted.size();
    }

    @Override
    public int stages() {
        return open.size();
    }
}
