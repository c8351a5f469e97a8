package org.backgroundtasks.internal.engine;

import jakarta.enterprise.concurrent.ContextService;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.backgroundtasks.BackgroundTask;
import org.backgroundtasks.BackgroundTasks;
import org.backgroundtasks.TaskEvent;
import org.backgroundtasks.internal.container.Settings;
import org.backgroundtasks.internal.engine.LedgerModelTest.Journal;
import org.backgroundtasks.internal.engine.Program.Body;
import org.backgroundtasks.internal.engine.Program.Option;
import org.backgroundtasks.internal.engine.Program.Spec;
import org.backgroundtasks.internal.run.CurrentTask;
import org.backgroundtasks.spi.AddedTask;
import org.backgroundtasks.spi.Outcome;
import org.backgroundtasks.spi.RequestTasks;
import org.jspecify.annotations.Nullable;

/** The engine, with the container's executors worked by hand. */
final class EngineUnderTest implements Program.Application, AutoCloseable {

    static final String STANDARD = "java:global/standard";
    private static final String OTHER = "java:global/other";

    private final Engine engine;
    private final Journal journal;
    private final List<ManualExecutor> executors = List.of(new ManualExecutor(STANDARD), new ManualExecutor(OTHER));
    private final Queue<Thread> threads = new ConcurrentLinkedQueue<>();
    private final List<RequestTasks> requests = new ArrayList<>();
    private final List<BackgroundTasks> views = new ArrayList<>();
    private final List<BackgroundTask> attachables = new ArrayList<>();
    private final Map<String, String> namesOfTheModel = new HashMap<>();
    private final List<BackgroundTask> known = new CopyOnWriteArrayList<>();
    private final List<CompletableFuture<Void>> stages = new CopyOnWriteArrayList<>();
    private final List<Boolean> answers = new ArrayList<>();

    EngineUnderTest(Container container, Settings settings, TestNaming naming) {
        ContextService contexts = container.get(ContextService.class);
        journal = container.get(Journal.class);
        naming.bind(STANDARD, executors.get(0).managed(contexts))
                .bind(OTHER, executors.get(1).managed(contexts))
                .bind("java:comp/DefaultManagedThreadFactory", threadFactory());
        engine = (Engine) container.engine(settings);
        for (int i = 0; i < Program.REQUESTS; i++) {
            requests.add(Container.request(engine));
        }
    }

    private ManagedThreadFactory threadFactory() {
        return (ManagedThreadFactory) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {ManagedThreadFactory.class}, (self, method, arguments) -> {
                    Thread thread = new Thread((Runnable) arguments[0], "spare");
                    thread.setDaemon(true);
                    threads.add(thread);
                    return thread;
                });
    }

    @Override
    public void close() {
        engine.undeployed();
    }

    /** Whether no thread but the caller's has anything to do. */
    boolean isQuiet() {
        return threads.stream().map(Thread::getState).noneMatch(state -> switch (state) {
            case NEW, RUNNABLE, BLOCKED -> true;
            case WAITING, TIMED_WAITING, TERMINATED -> false;
        });
    }

    /** As {@link LedgerModel#figures}. */
    List<Long> figures() {
        var monitor = engine.monitor();
        return List.of(
                monitor.waiting(),
                monitor.running(),
                monitor.succeeded(),
                monitor.failed(),
                monitor.discarded(),
                monitor.refused(),
                (long) engine.unfinished().size(),
                (long) executors.get(0).size(),
                (long) executors.get(1).size(),
                (long) openStages().size());
    }

    List<Boolean> answers() {
        return answers;
    }

    /** As {@link LedgerModel#ends}. */
    List<String> ends() {
        return known.stream()
                .filter(one -> one instanceof AddedTask)
                .map(one -> one.id() + ' ' + ((AddedTask) one).status().lastTurn())
                .toList();
    }

    /** Attached tasks have numbers of their own. */
    List<String> inNamesOfTheModel(List<String> entries) {
        return entries.stream()
                .map(entry -> Arrays.stream(entry.split(" "))
                        .map(word -> namesOfTheModel.getOrDefault(word, word))
                        .collect(Collectors.joining(" ")))
                .toList();
    }

    @Override
    public void add(int request, List<Option> options, Spec spec) {
        addKnown(view(requests.get(request).queue(), options), spec);
    }

    private static BackgroundTasks view(BackgroundTasks queue, List<Option> options) {
        BackgroundTasks view = queue;
        for (Option option : options) {
            view = switch (option) {
                case NAME_X -> view.named(option.givenName());
                case KEY_A, KEY_B -> view.replacing(option.givenKey());
                case ALWAYS -> view.always();
                case ON_ERROR -> view.onError();
                case CONCURRENT -> view.concurrent();
                case OTHER_EXECUTOR -> view.on(OTHER);
                case STANDARD_EXECUTOR -> view.on(STANDARD);
            };
        }
        return view;
    }

    @Override
    public void view(int request, List<Option> options) {
        views.add(view(requests.get(request).queue(), options));
    }

    @Override
    public void addThroughView(int view, Spec spec) {
        if (!views.isEmpty()) {
            addKnown(views.get(view % views.size()), spec);
        }
    }

    private void addKnown(BackgroundTasks queue, Spec spec) {
        unlessRefused(() ->
                known.add(spec.body().isAsync() ? queue.addAsync(() -> start(spec)) : queue.add(() -> run(spec))));
    }

    @Override
    public void attach(int request, Spec spec) {
        BackgroundTask task =
                spec.body().isAsync() ? BackgroundTask.ofAsync(() -> start(spec)) : BackgroundTask.of(() -> run(spec));
        attachables.add(task);
        namesOfTheModel.put(task.id(), "x" + attachables.size());
        unlessRefused(() -> {
            requests.get(request).attach(task);
            known.add(task);
        });
    }

    @Override
    public void attachAgain(int request, int task) {
        if (!attachables.isEmpty()) {
            unlessRefused(() -> requests.get(request).attach(attachables.get(task % attachables.size())));
        }
    }

    private void unlessRefused(Runnable action) {
        try {
            action.run();
        } catch (IllegalStateException refused) {
            journal.add("refused");
        }
    }

    private void run(Spec spec) throws Exception {
        awaitKnown();
        ran();
        switch (spec.body()) {
            case THROW_UNCHECKED -> throw new IllegalStateException("on purpose");
            case THROW_CHECKED -> throw new IOException("on purpose");
            case THROW_ERROR -> throw new AssertionError("on purpose");
            case THROW_SMUGGLED -> EngineUnderTest.<RuntimeException>smuggle();
            case THROW_UNPRINTABLE ->
                throw new IllegalStateException() {
                    @Override
                    public String getMessage() {
                        throw new AssertionError("no message");
                    }
                };
            case INTERRUPT_ITSELF -> Thread.currentThread().interrupt();
            case CHANGE_CLASS_LOADER -> Thread.currentThread().setContextClassLoader(null);
            case FOLLOW_UP -> followUp();
            case FOLLOW_UP_AND_FAIL -> {
                followUp();
                throw new IllegalStateException("on purpose");
            }
            case ADD_THROUGH_HANDLE -> addThroughHandle(spec.other() % Program.REQUESTS);
            case CANCEL_ITSELF -> cancelWithin(itself());
            case CANCEL_ANOTHER -> cancelWithin(known.get(spec.other() % known.size()));
            default -> {}
        }
    }

    private CompletionStage<?> start(Spec spec) {
        awaitKnown();
        ran();
        return switch (spec.body()) {
            case STAGE_FAILED -> CompletableFuture.failedStage(new IOException("on purpose"));
            case STAGE_MISSING -> null;
            case STAGE_NEVER_MADE -> throw new IllegalStateException("on purpose");
            case STAGE_OPEN -> open();
            case FOLLOW_UP_AND_STAGE_OPEN -> {
                followUp();
                yield open();
            }
            default -> CompletableFuture.completedStage(null);
        };
    }

    /** A task that begins on a thread of its own may do so before the one that adds it has come back. */
    private void awaitKnown() {
        while (find() == null) {
            Thread.onSpinWait();
        }
    }

    private BackgroundTask itself() {
        return Objects.requireNonNull(find());
    }

    private @Nullable BackgroundTask find() {
        String id = CurrentTask.here().id();
        return known.stream().filter(one -> one.id().equals(id)).findFirst().orElse(null);
    }

    private CompletionStage<?> open() {
        CompletableFuture<Void> stage = new CompletableFuture<>();
        stages.add(stage);
        return stage;
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> void smuggle() throws E {
        throw (E) new Exception("checked, on purpose");
    }

    private void ran() {
        Thread thread = Thread.currentThread();
        journal.add("ran " + CurrentTask.here().id() + (thread.isInterrupted() ? " interrupted" : "")
                + (thread.getContextClassLoader() == null ? " without class loader" : ""));
    }

    /** As the injected reference does. */
    private void followUp() {
        RequestTasks followUps = engine.currentTasks();
        Spec plain = new Spec(Body.RETURN, 0);
        addKnown(followUps.queue(), plain);
        addKnown(followUps.queue().onError(), plain);
        engine.scopeEnded(followUps);
    }

    /** If it is refused, it runs on a thread of its own, whose end decides what this one finds. */
    private void addThroughHandle(int request) {
        BackgroundTask late = requests.get(request).queue().handle().add(this::ran);
        while (journal.has("REFUSED " + late.id()) && engine.unfinished().contains((AddedTask) late)) {
            Thread.onSpinWait();
        }
    }

    /** Leaves open stages alone, as what follows them could begin beside this task. */
    private void cancelWithin(BackgroundTask cancelled) {
        boolean hasOpenStage = engine.unfinished().stream()
                .anyMatch(task -> task.id().equals(cancelled.id())
                        && task.status().lastTurn() == TaskEvent.Type.STARTED
                        && !cancelled.equals(itself()));
        if (!hasOpenStage) {
            journal.add("cancelled " + cancelled.cancel());
        }
    }

    @Override
    public void cancelKey(int request, String key) {
        journal.add("cancelled " + requests.get(request).queue().cancel(key));
    }

    @Override
    public void cancelTask(int task) {
        if (!known.isEmpty()) {
            answers.add(known.get(task % known.size()).cancel());
        }
    }

    @Override
    public void record(int request, Outcome outcome) {
        requests.get(request).record(outcome);
    }

    @Override
    public void release(int request, Outcome outcome) {
        requests.get(request).release(outcome, Runnable::run);
    }

    @Override
    public void executorRefuses(int executor, boolean refuses) {
        executors.get(executor).refuse(refuses);
    }

    @Override
    public void executorRuns(int executor, int submission) {
        ManualExecutor worked = executors.get(executor);
        if (worked.size() > 0) {
            worked.run(submission % worked.size());
        }
    }

    @Override
    public void stageEnds(int stage, boolean well) {
        List<CompletableFuture<Void>> open = openStages();
        if (!open.isEmpty()) {
            CompletableFuture<Void> ending = open.get(stage % open.size());
            if (well) {
                ending.complete(null);
            } else {
                ending.completeExceptionally(new IOException("on purpose"));
            }
        }
    }

    @Override
    public void drain() {
        engine.drain();
    }

    private List<CompletableFuture<Void>> openStages() {
        return stages.stream().filter(stage -> !stage.isDone()).toList();
    }
}
