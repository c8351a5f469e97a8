package org.backgroundtasks.internal;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is done to the requests of an application in one try; the engine and the {@link LedgerModel} both carry it out. */
final class Program {

    static final int REQUESTS = 2;

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
        ADD_THROUGH_HANDLE;

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

    /** One option of a task. */
    enum Option {
        NAME_A,
        NAME_B,
        ALWAYS,
        ON_ERROR,
        CONCURRENT;

        @Nullable
        String givenName() {
            return switch (this) {
                case NAME_A -> "a";
                case NAME_B -> "b";
                default -> null;
            };
        }
    }

    /** A task to be, with the options it is made with. */
    record Spec(Body body, List<Option> options, int otherRequest) {}

    /** What a program is carried out on. Tasks, submissions and stages are counted by number, round and round. */
    interface Application {

        void add(int request, Spec spec);

        void attach(int request, Spec spec);

        void addAgain(int request, int task);

        void option(int task, Option option);

        void forget(int request, String name);

        void record(int request, Outcome outcome);

        void release(int request, Outcome outcome);

        void executorRefuses(boolean refuses);

        void executorRuns(int submission);

        void stageEnds(int stage, boolean well);

        void drain();

        /** How many submissions wait in the executor. */
        int submissions();

        /** How many stages are open. */
        int stages();
    }

    /** One step. */
    interface Step {

        void on(Application application);

        record Add(int request, Spec spec) implements Step {
            @Override
            public void on(Application application) {
                application.add(request, spec);
            }
        }

        record Attach(int request, Spec spec) implements Step {
            @Override
            public void on(Application application) {
                application.attach(request, spec);
            }
        }

        record AddAgain(int request, int task) implements Step {
            @Override
            public void on(Application application) {
                application.addAgain(request, task);
            }
        }

        record Give(int task, Option option) implements Step {
            @Override
            public void on(Application application) {
                application.option(task, option);
            }
        }

        record Forget(int request, String name) implements Step {
            @Override
            public void on(Application application) {
                application.forget(request, name);
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

        record ExecutorRefuses(boolean refuses) implements Step {
            @Override
            public void on(Application application) {
                application.executorRefuses(refuses);
            }
        }

        record ExecutorRuns(int submission) implements Step {
            @Override
            public void on(Application application) {
                application.executorRuns(submission);
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
