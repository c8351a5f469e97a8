package org.backgroundtasks.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import jakarta.enterprise.concurrent.ContextService;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.backgroundtasks.BackgroundTasks;
import org.backgroundtasks.Work;
import org.backgroundtasks.internal.task.Task;
import org.backgroundtasks.spi.BackgroundTasksEngine;
import org.backgroundtasks.spi.Outcome;
import org.backgroundtasks.spi.RequestTasks;
import org.glassfish.jersey.server.ContainerResponse;
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
    private Running running;
    private BackgroundTasksEngine engine;
    private ContextService contexts;

    @BeforeEach
    void start() {
        running = Running.with(List.of());
        engine = running.engine();
        contexts = running.contexts();
    }

    @AfterEach
    void stop() {
        running.close();
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
        long task = ClassLayout.parseClass(Task.class).instanceSize();
        assertThat(task + 2 * REFERENCE).isLessThanOrEqualTo(MOST);
        assertThat(task).isEqualTo(48);
    }

    @Test
    @DisplayName(
            "adding one task among many allocates no more than twice that, with what its lists leave behind as they grow")
    void adding() {
        long captured = allocatedByMany(() -> contexts.contextualConsumer(Runnable::run));
        RequestTasks first = engine.gates().requestTasks();
        allocatedByMany(() -> first.queue().add(nothing));
        RequestTasks ledger = engine.gates().requestTasks();
        long added = allocated(() -> {
            BackgroundTasks queue = ledger.queue();
            for (int i = 0; i < MANY; i++) {
                queue.add(nothing);
            }
        });
        first.release(Outcome.FAILED, Runnable::run);
        ledger.release(Outcome.FAILED, Runnable::run);
        assertThat((added - captured) / MANY).isLessThanOrEqualTo(2 * MOST);
    }

    @Test
    @DisplayName("C-12 a request that adds no task passes the response filter without a byte")
    void unused() {
        ContainerResponseFilter filter = running.responseFilter();
        ContainerRequestContext request = UnusedBenchmark.request();
        ContainerResponseContext response =
                new ContainerResponse(UnusedBenchmark.request(), Response.ok().build());
        long bytes = allocatedByMany(() -> {
            try {
                filter.filter(request, response);
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
        });
        assertThat(bytes).isZero();
    }
}
