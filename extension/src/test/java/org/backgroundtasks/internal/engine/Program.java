package org.backgroundtasks.internal.engine;

import java.util.List;
import org.backgroundtasks.spi.Outcome;
import org.jspecify.annotations.Nullable;

/** What is done to the requests of an application in one try; the engine and the {@link LedgerModel} both carry it out. */
final class Program {

    static final int REQUESTS = 2;

    /** The standard one, and another that tasks can name. */
    static final int EXECUTORS = 2;

    private Program() {}

    /** What a task does. */
    enum Body {
        RETURN,
        THROW_UNCHECKED,
        THROW_CHECKED,
        THROW_ERROR,
        THROW_SMUGGLED,
        THROW_UNPRINTABLE,
        INTERRUPT_ITSELF,
        CHANGE_CLASS_LOADER,
        STAGE_ENDED,
        STAGE_FAILED,
        STAGE_MISSING,
        STAGE_NEVER_MADE,
        STAGE_OPEN,
        FOLLOW_UP,
        FOLLOW_UP_AND_FAIL,
        FOLLOW_UP_AND_STAGE_OPEN,
        ADD_THROUGH_HANDLE,
        CANCEL_ITSELF,
        CANCEL_ANOTHER;

        boolean isAsync() {
            return switch (this) {
                case STAGE_ENDED, STAGE_FAILED, STAGE_MISSING, STAGE_NEVER_MADE, STAGE_OPEN, FOLLOW_UP_AND_STAGE_OPEN ->
                    true;
                default -> false;
            };
        }

        boolean leavesStageOpen() {
            return this == STAGE_OPEN || this == FOLLOW_UP_AND_STAGE_OPEN;
        }

        boolean fails() {
            return switch (this) {
                case THROW_UNCHECKED,
                        THROW_CHECKED,
                        THROW_ERROR,
                        THROW_SMUGGLED,
                        THROW_UNPRINTABLE,
                        STAGE_FAILED,
                        STAGE_MISSING,
                        STAGE_NEVER_MADE,
                        FOLLOW_UP_AND_FAIL -> true;
                default -> false;
            };
        }

        boolean followedUp() {
            return this == FOLLOW_UP || this == FOLLOW_UP_AND_FAIL || this == FOLLOW_UP_AND_STAGE_OPEN;
        }
    }

    /** One option of a view. */
    enum Option {
        NAME_X,
        KEY_A,
        KEY_B,
        ALWAYS,
        ON_ERROR,
        CONCURRENT,
        OTHER_EXECUTOR,
        STANDARD_EXECUTOR;

        @Nullable
        String givenName() {
            return this == NAME_X ? "x" : null;
        }

        @Nullable
        String givenKey() {
            return switch (this) {
                case KEY_A -> "a";
                case KEY_B -> "b";
                default -> null;
            };
        }
    }

    /**
     * A task to be.
     *
     * @param other the request, or the task, that it does something to
     */
    record Spec(Body body, int other) {}

    /** What a program is carried out on. Tasks, views, submissions and stages are counted by number, round and round. */
    interface Application {

        void add(int request, List<Option> options, Spec spec);

        /** Makes a view that is kept. */
        void view(int request, List<Option> options);

        void addThroughView(int view, Spec spec);

        void attach(int request, Spec spec);

        void attachAgain(int request, int task);

        void cancelKey(int request, String key);

        void cancelTask(int task);

        void record(int request, Outcome outcome);

        void release(int request, Outcome outcome);

        void executorRefuses(int executor, boolean refuses);

        void executorRuns(int executor, int submission);

        void stageEnds(int stage, boolean well);

        void drain();
    }

    /** One step. */
    interface Step {

        void on(Application application);

        record Add(int request, List<Option> options, Spec spec) implements Step {
            @Override
            public void on(Application application) {
                application.add(request, options, spec);
            }
        }

        record View(int request, List<Option> options) implements Step {
            @Override
            public void on(Application application) {
                application.view(request, options);
            }
        }

        record AddThroughView(int view, Spec spec) implements Step {
            @Override
            public void on(Application application) {
                application.addThroughView(view, spec);
            }
        }

        record Attach(int request, Spec spec) implements Step {
            @Override
            public void on(Application application) {
                application.attach(request, spec);
            }
        }

        record AttachAgain(int request, int task) implements Step {
            @Override
            public void on(Application application) {
                application.attachAgain(request, task);
            }
        }

        record CancelKey(int request, String key) implements Step {
            @Override
            public void on(Application application) {
                application.cancelKey(request, key);
            }
        }

        record CancelTask(int task) implements Step {
            @Override
            public void on(Application application) {
                application.cancelTask(task);
            }
        }

        record Note(int request, Outcome outcome) implements Step {
            @Override
            public void on(Application application) {
                application.record(request, outcome);
            }
        }

        record Release(int request, Outcome outcome) implements Step {
            @Override
            public void on(Application application) {
                application.release(request, outcome);
            }
        }

        record ExecutorRefuses(int executor, boolean refuses) implements Step {
            @Override
            public void on(Application application) {
                application.executorRefuses(executor, refuses);
            }
        }

        record ExecutorRuns(int executor, int submission) implements Step {
            @Override
            public void on(Application application) {
                application.executorRuns(executor, submission);
            }
        }

        record StageEnds(int stage, boolean well) implements Step {
            @Override
            public void on(Application application) {
                application.stageEnds(stage, well);
            }
        }

        record Drain() implements Step {
            @Override
            public void on(Application application) {
                application.drain();
            }
        }
    }
}
