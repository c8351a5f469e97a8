package org.backgroundtasks.internal.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.backgroundtasks.TaskEvent;
import org.backgroundtasks.internal.engine.Program.Body;
import org.backgroundtasks.internal.engine.Program.Option;
import org.backgroundtasks.internal.engine.Program.Spec;
import org.backgroundtasks.spi.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * What the promises say becomes of the tasks of a {@link Program}, in plain collections and on one thread. Shares no code with
 * the engine.
 */
final class LedgerModel implements Program.Application {

    private enum State {
        HELD,
        WAITING,
        RUNNING,
        SUCCEEDED,
        FAILED,
        INTERRUPTED,
        DISCARDED
    }

    /** Who runs what an executor refuses. */
    private enum Caller {
        /** The thread that completes the response. */
        ITSELF,
        /** A thread that runs tasks does so after them; else there is none. */
        IF_IT_RUNS_TASKS,
        /** A thread of their own. */
        NONE
    }

    private static final class Options {
        private @Nullable String name;
        private @Nullable String key;
        private boolean afterSuccess = true;
        private boolean afterFailure;
        private boolean concurrent;
        private int executor;

        static Options of(List<Option> given) {
            Options options = new Options();
            given.forEach(options::take);
            return options;
        }

        private void take(Option option) {
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
                case OTHER_EXECUTOR -> executor = 1;
                case STANDARD_EXECUTOR -> executor = 0;
                case NAME_X -> name = option.givenName();
                case KEY_A, KEY_B -> key = option.givenKey();
            }
        }

        boolean always() {
            return afterSuccess && afterFailure;
        }
    }

    private static final class Task {
        private final Spec spec;
        private final Options options;
        private final Request request;
        private final String id;
        private State state = State.HELD;
        private @Nullable Run run;
        private @Nullable Request followUps;

        Task(Spec spec, Options options, Request request, String id) {
            this.spec = spec;
            this.options = options;
            this.request = request;
            this.id = id;
        }

        boolean isOver() {
            return state.compareTo(State.RUNNING) > 0;
        }
    }

    private static final class Request {
        private final List<Task> added = new ArrayList<>();
        private final List<Task> held = new ArrayList<>();
        private @Nullable Outcome released;

        long unfinished() {
            return added.stream().filter(task -> !task.isOver()).count();
        }
    }

    private static final class Run {
        private final Deque<Task> tasks;
        private final int executor;
        private final Outcome outcome;
        private final int size;
        private final @Nullable Run parent;
        private boolean noMore;

        Run(List<Task> tasks, int executor, Outcome outcome, @Nullable Run parent) {
            this.tasks = new ArrayDeque<>(tasks);
            this.executor = executor;
            this.outcome = outcome;
            this.size = tasks.size();
            this.parent = parent;
            for (Task task : tasks) {
                task.state = State.WAITING;
                task.run = this;
            }
        }

        void stop() {
            noMore = true;
            if (parent != null) {
                parent.stop();
            }
        }
    }

    private record OpenStage(Task task, Run run) {}

    private record View(int request, Options options) {}

    private final int maxPerRequest;
    private final int maxPending;
    private final boolean stopAtFailure;

    private final List<String> journal = new ArrayList<>();
    private final List<Boolean> answers = new ArrayList<>();
    private final List<Request> requests = new ArrayList<>();
    /** Those that the program can speak of. */
    private final List<Task> known = new ArrayList<>();

    private final List<View> views = new ArrayList<>();
    private final List<Task> everAdded = new ArrayList<>();
    private final List<List<Run>> submitted = List.of(new ArrayList<>(), new ArrayList<>());
    private final boolean[] executorRefuses = new boolean[Program.EXECUTORS];
    private final List<OpenStage> open = new ArrayList<>();
    /** What the present thread has yet to run; null where it runs no tasks. */
    private @Nullable Deque<Run> loop;

    private int pending;
    private int refusals;
    private int attachables;
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

    /** What the program was told of its tasks that it cancelled. */
    List<Boolean> answers() {
        return answers;
    }

    List<String> ids() {
        return everAdded.stream().map(task -> task.id).toList();
    }

    /** How the tasks ended that the program can speak of, but for attached ones. */
    List<String> ends() {
        return known.stream()
                .filter(task -> !task.id.startsWith("x"))
                .map(task -> task.id + ' ' + task.state)
                .toList();
    }

    boolean hasSomethingLeft() {
        return submissions(0) + submissions(1) + stages() > 0;
    }

    /** Waiting, running, succeeded, failed, discarded, refused, unfinished, submissions to each executor, open stages. */
    List<Long> figures() {
        return List.of(
                count(State.HELD) + count(State.WAITING),
                count(State.RUNNING),
                count(State.SUCCEEDED),
                count(State.FAILED) + count(State.INTERRUPTED),
                count(State.DISCARDED),
                (long) refusals,
                everAdded.stream().filter(task -> !task.isOver()).count(),
                (long) submissions(0),
                (long) submissions(1),
                (long) stages());
    }

    private long count(State state) {
        return everAdded.stream().filter(task -> task.state == state).count();
    }

    private void turn(TaskEvent.Type turn, Task task, String reason) {
        String name = task.options.name;
        journal.add((turn + " " + task.id + ' ' + (name == null ? "" : name) + ' ' + reason).strip());
    }

    @Override
    public void add(int request, List<Option> options, Spec spec) {
        addKnown(requests.get(request), Options.of(options), spec, null);
    }

    @Override
    public void view(int request, List<Option> options) {
        views.add(new View(request, Options.of(options)));
    }

    @Override
    public void addThroughView(int view, Spec spec) {
        if (!views.isEmpty()) {
            View used = views.get(view % views.size());
            addKnown(requests.get(used.request), used.options, spec, null);
        }
    }

    @Override
    public void attach(int request, Spec spec) {
        attachables++;
        addKnown(requests.get(request), new Options(), spec, "x" + attachables);
    }

    @Override
    public void attachAgain(int request, int task) {
        if (attachables > 0) {
            journal.add("refused");
        }
    }

    private void addKnown(Request request, Options options, Spec spec, @Nullable String id) {
        if (accepted(request, options, spec, id, true) == null) {
            journal.add("refused");
        }
    }

    /** Null if it is not. */
    private @Nullable Task accepted(
            Request request, Options options, Spec spec, @Nullable String id, boolean programCanSpeakOfIt) {
        if (stopped || request.unfinished() >= maxPerRequest) {
            return null;
        }
        Task task = new Task(spec, options, request, id != null ? id : Integer.toString(everAdded.size() + 1));
        everAdded.add(task);
        request.added.add(task);
        turn(TaskEvent.Type.ADDED, task, "");
        if (programCanSpeakOfIt) {
            known.add(task);
        }
        if (request.released == null) {
            hold(task);
        } else {
            start(new Run(List.of(task), options.executor, request.released, null), Caller.NONE);
        }
        return task;
    }

    private void hold(Task task) {
        List<Task> held = task.request.held;
        String key = task.options.key;
        List<Task> replaced = key == null ? List.of() : withKey(held, key);
        held.removeAll(replaced);
        held.add(task);
        replaced.forEach(other -> discard(other, "replaced by a later task with the key '" + key + "'"));
    }

    private static List<Task> withKey(List<Task> tasks, String key) {
        return tasks.stream().filter(task -> key.equals(task.options.key)).toList();
    }

    private void discard(Task task, String reason) {
        task.state = State.DISCARDED;
        turn(TaskEvent.Type.DISCARDED, task, reason);
    }

    @Override
    public void cancelKey(int request, String key) {
        List<Task> held = requests.get(request).held;
        List<Task> cancelled = withKey(held, key);
        held.removeAll(cancelled);
        cancelled.forEach(task -> discard(task, "cancelled"));
        journal.add("cancelled " + !cancelled.isEmpty());
    }

    @Override
    public void cancelTask(int task) {
        if (!known.isEmpty()) {
            answers.add(cancel(known.get(task % known.size())));
        }
    }

    /** Does not stop what runs in its function, which only the function itself can ask for. */
    private boolean cancel(Task task) {
        switch (task.state) {
            case HELD -> task.request.held.remove(task);
            case WAITING -> {
                task.run.tasks.remove(task);
                pending--;
            }
            case RUNNING -> {
                OpenStage stage = open.stream()
                        .filter(candidate -> candidate.task == task)
                        .findFirst()
                        .orElseThrow();
                open.remove(stage);
                stageEnded(stage, State.INTERRUPTED, "cancelled");
                return true;
            }
            default -> {
                return false;
            }
        }
        discard(task, "cancelled");
        return true;
    }

    /** The status decides alone. */
    @Override
    public void record(int request, Outcome outcome) {}

    @Override
    public void release(int request, Outcome outcome) {
        release(requests.get(request), outcome, Caller.ITSELF);
    }

    private void release(Request request, Outcome outcome, Caller caller) {
        if (request.released != null) {
            return;
        }
        request.released = outcome;
        Map<Integer, List<Task>> byExecutor = new LinkedHashMap<>();
        for (Task task : request.held) {
            byExecutor
                    .computeIfAbsent(task.options.executor, executor -> new ArrayList<>())
                    .add(task);
        }
        request.held.clear();
        List<Run> runs = byExecutor.entrySet().stream()
                .map(entry -> new Run(entry.getValue(), entry.getKey(), outcome, null))
                .toList();
        runs.forEach(run -> start(run, caller));
    }

    private void start(Run run, Caller caller) {
        pending += run.size;
        if (pending > maxPending) {
            refused(run, caller);
        } else {
            submit(run, caller);
        }
    }

    private boolean refuses(int executor) {
        return executorRefuses[executor] || draining;
    }

    private void submit(Run run, Caller caller) {
        if (refuses(run.executor)) {
            refused(run, caller);
        } else {
            submitted.get(run.executor).add(run);
        }
    }

    private void refused(Run run, Caller caller) {
        if (stopped) {
            return;
        }
        run.tasks.forEach(task -> turn(TaskEvent.Type.REFUSED, task, ""));
        refusals += run.tasks.size();
        if (loop != null && caller != Caller.NONE) {
            loop.add(run);
        } else {
            onAThread(run);
        }
    }

    /** On one that runs no tasks yet. */
    private void onAThread(Run first) {
        Deque<Run> around = loop;
        Deque<Run> own = new ArrayDeque<>(List.of(first));
        loop = own;
        while (!own.isEmpty()) {
            goOn(own.remove());
        }
        loop = around;
    }

    private void goOn(Run run) {
        while (!run.tasks.isEmpty()) {
            Task task = run.tasks.remove();
            pending--;
            if (run.noMore && !task.options.always()) {
                discard(task, "an earlier task of the request failed");
            } else if (run.outcome == Outcome.FAILED ? !task.options.afterFailure : !task.options.afterSuccess) {
                discard(task, run.outcome == Outcome.FAILED ? "the request failed" : "the request succeeded");
            } else if (task.options.concurrent && !run.tasks.isEmpty()) {
                start(new Run(List.of(task), run.executor, run.outcome, run), Caller.IF_IT_RUNS_TASKS);
            } else {
                task.state = State.RUNNING;
                turn(TaskEvent.Type.STARTED, task, "");
                State end = runFunction(task);
                if (task.spec.body().leavesStageOpen()) {
                    open.add(new OpenStage(task, run));
                    return;
                }
                ended(task, run, end, end == State.INTERRUPTED ? "cancelled" : "");
            }
        }
    }

    private State runFunction(Task task) {
        journal.add("ran " + task.id);
        Spec spec = task.spec;
        if (spec.body().followedUp()) {
            Request followUps = new Request();
            task.followUps = followUps;
            Spec plain = new Spec(Body.RETURN, 0);
            accepted(followUps, new Options(), plain, null, true);
            accepted(followUps, Options.of(List.of(Option.ON_ERROR)), plain, null, true);
        }
        return switch (spec.body()) {
            case ADD_THROUGH_HANDLE -> {
                Request other = requests.get(spec.other() % Program.REQUESTS);
                yield accepted(other, new Options(), new Spec(Body.RETURN, 0), null, false) == null
                        ? State.FAILED
                        : State.SUCCEEDED;
            }
            case CANCEL_ITSELF -> cancelWithin(task, task);
            case CANCEL_ANOTHER -> cancelWithin(task, known.get(spec.other() % known.size()));
            default -> spec.body().fails() ? State.FAILED : State.SUCCEEDED;
        };
    }

    /** Leaves open stages alone, as what follows them could begin beside this task. */
    private State cancelWithin(Task itself, Task cancelled) {
        if (cancelled == itself) {
            journal.add("cancelled true");
            return State.INTERRUPTED;
        }
        if (cancelled.state != State.RUNNING) {
            journal.add("cancelled " + cancel(cancelled));
        }
        return State.SUCCEEDED;
    }

    private void ended(Task task, Run run, State end, String reason) {
        task.state = end;
        turn(TaskEvent.Type.valueOf(end.name()), task, reason);
        boolean well = end == State.SUCCEEDED;
        if (task.followUps != null) {
            release(task.followUps, well ? Outcome.SUCCEEDED : Outcome.FAILED, Caller.IF_IT_RUNS_TASKS);
        }
        if (stopAtFailure && !well) {
            run.stop();
        }
    }

    @Override
    public void executorRefuses(int executor, boolean refuses) {
        executorRefuses[executor] = refuses;
    }

    @Override
    public void executorRuns(int executor, int submission) {
        List<Run> waiting = submitted.get(executor);
        if (!waiting.isEmpty()) {
            onAThread(waiting.remove(submission % waiting.size()));
        }
    }

    @Override
    public void stageEnds(int stage, boolean well) {
        if (!open.isEmpty()) {
            stageEnded(open.remove(stage % open.size()), well ? State.SUCCEEDED : State.FAILED, "");
        }
    }

    private void stageEnded(OpenStage stage, State end, String reason) {
        ended(stage.task, stage.run, end, reason);
        if (!stage.run.tasks.isEmpty()) {
            submit(stage.run, Caller.NONE);
        }
    }

    /** Whether a step would have two threads run tasks side by side, in an order that is nobody's to tell. */
    boolean isUndecided(Program.Step step) {
        if (step instanceof Program.Step.StageEnds end && !open.isEmpty()) {
            return goesOnTwice(open.get(end.stage() % open.size()));
        }
        if (step instanceof Program.Step.CancelTask cancel && !known.isEmpty()) {
            Task task = known.get(cancel.task() % known.size());
            return open.stream().anyMatch(stage -> stage.task == task && goesOnTwice(stage));
        }
        return false;
    }

    /** At the end of this stage, follow-ups begin on one thread and the rest of the run on another. */
    private boolean goesOnTwice(OpenStage stage) {
        Request followUps = stage.task.followUps;
        int further = followUps == null ? 0 : followUps.held.size();
        return further > 0
                && !stage.run.tasks.isEmpty()
                && (refuses(0) || pending + further > maxPending)
                && refuses(stage.run.executor);
    }

    @Override
    public void drain() {
        draining = true;
        if (everAdded.stream().allMatch(Task::isOver)) {
            return;
        }
        stopped = true;
        for (Task task : everAdded) {
            if (task.state == State.HELD || task.state == State.WAITING) {
                discard(task, "the application stopped");
            }
        }
        requests.forEach(request -> request.held.clear());
        submitted.forEach(runs -> runs.forEach(run -> run.tasks.clear()));
        for (OpenStage stage : open) {
            stage.run.tasks.clear();
            if (stage.task.followUps != null) {
                stage.task.followUps.held.clear();
            }
            ended(stage.task, stage.run, State.INTERRUPTED, "the application stopped");
        }
        open.clear();
    }

    private int submissions(int executor) {
        return submitted.get(executor).size();
    }

    private int stages() {
        return open.size();
    }
}
