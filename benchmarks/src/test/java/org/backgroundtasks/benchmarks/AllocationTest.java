package org.backgroundtasks.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import jakarta.enterprise.concurrent.ContextService;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.inject.spi.BeanManager;
import java.lang.management.ManagementFactory;
import org.backgroundtasks.Work;
import org.backgroundtasks.embedded.EmbeddedRuntime;
import org.backgroundtasks.embedded.Http;
import org.backgroundtasks.internal.BackgroundTasksExtension;
import org.backgroundtasks.internal.Engine;
import org.backgroundtasks.internal.Ledger;
import org.backgroundtasks.internal.Outcome;
import org.backgroundtasks.internal.PendingTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.openjdk.jol.info.ClassLayout;

/** Counted, not timed. What the container takes to capture the context of a task is its own, and not counted. */
@DisplayName("The bytes of a task")
class AllocationTest {

    private static final int MANY = 1_000;
    private static final int REFERENCE = 4;
    private static final int MOST = 64;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final Work nothing = () -> {};
    private EmbeddedRuntime runtime;
    private Engine engine;
    private ContextService contexts;

    @BeforeEach
    void start() {
        runtime = EmbeddedRuntime.builder().http(Http.JDK).port(0).start();
        engine = runtime.select(BeanManager.class)
                .get()
                .getExtension(BackgroundTasksExtension.class)
                .engine();
        contexts = runtime.select(ManagedExecutorService.class).get().getContextService();
    }

    @AfterEach
    void stop() {
        runtime.close();
    }

    private long allocated(Runnable action) {
        long thread = Thread.currentThread().getId();
        long before = threads.getThreadAllocatedBytes(thread);
        action.run();
        return threads.getThreadAllocatedBytes(thread) - before;
    }

    /** The second time, when all classes are there. */
    private long allocatedByMany(Runnable action) {
        Runnable many = () -> {
            for (int i = 0; i < MANY; i++) {
                action.run();
            }
        };
        allocated(many);
        return allocated(many);
    }

    @Test
    @DisplayName("a task that waits is 48, and its places in its ledger and its run are two references")
    void waiting() {
        long task = ClassLayout.parseClass(PendingTask.class).instanceSize();
        assertThat(task + 2 * REFERENCE).isLessThanOrEqualTo(MOST);
        assertThat(task).isEqualTo(48);
    }

    @Test
    @DisplayName(
            "adding one task among many allocates no more than twice that, with what its lists leave behind as they grow")
    void adding() {
        long captured = allocatedByMany(() -> contexts.contextualConsumer(Runnable::run));
        Ledger first = engine.newLedger();
        allocatedByMany(() -> first.add(nothing));
        Ledger ledger = engine.newLedger();
        long added = allocated(() -> {
            for (int i = 0; i < MANY; i++) {
                ledger.add(nothing);
            }
        });
        first.release(Outcome.FAILED, Runnable::run);
        ledger.release(Outcome.FAILED, Runnable::run);
        assertThat((added - captured) / MANY).isLessThanOrEqualTo(2 * MOST);
    }
}
