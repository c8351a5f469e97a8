package org.backgroundtasks.testing;

import jakarta.enterprise.inject.spi.Extension;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.backgroundtasks.BackgroundTasks;
import org.backgroundtasks.Work;
import org.backgroundtasks.durable.TaskHandler;
import org.backgroundtasks.testing.internal.Idleness;
import org.backgroundtasks.testing.internal.LibraryExtensions;
import org.backgroundtasks.testing.internal.Rehearsal;
import org.backgroundtasks.testing.internal.Rehearsal.Mode;
import org.backgroundtasks.testing.internal.RehearsedDurable;
import org.backgroundtasks.testing.internal.RehearsedTask;
import org.backgroundtasks.testing.internal.Report;
import org.backgroundtasks.testing.internal.RequestScopes;
import org.backgroundtasks.testing.internal.durable.TwoDeliveries;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Records, runs or awaits the background tasks that are added during a test.
 *
 * <pre>{@code
 * @RegisterExtension
 * final TestTasks tasks = TestTasks.recorded();
 *
 * @Test
 * void a_new_customer_gets_a_mail() {
 *     customers.register("a@example.com");
 *     tasks.assertAdded("welcome-mail").with("a@example.com");
 * }
 * }</pre>
 *
 * <p>There are four kinds. {@link #recorded()} runs no task. {@link #immediate()} has the thread that releases the tasks run
 * them. {@link #inVirtualTime()} runs them there as well, and has durable tasks wait until the test moves the time on.
 * {@link #awaited()} runs all tasks as in production, and {@link #awaitIdle()} waits for them. With each kind the tasks can be asserted.
 *
 * <p><b>Where.</b> With Weld JUnit, on the embedded runtime, and in tests that Arquillian runs inside a server; it has the tasks
 * of all applications in its class loader. One test at a time uses {@code TestTasks}, which records what any thread adds.
 * Outside JUnit 5 call {@link #begin} and {@link #end}.
 *
 * <p><b>When tasks are released.</b> As in production: once the response is complete. A test that calls a bean and sends no
 * request has none; {@link #inRequest(Callable)} gives it a request scope, and at its end the tasks are released.
 *
 * <p>Thread-safe.
 */
public final class TestTasks implements BeforeEachCallback, AfterTestExecutionCallback, AfterEachCallback {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Rehearsal rehearsal;
    private final Report report;
    private boolean lenient;

    private TestTasks(Mode mode) {
        rehearsal = new Rehearsal(mode);
        report = new Report(rehearsal);
    }

    /**
     * Records the tasks and runs none. When the test method has ended well and there are tasks that it did not assert, the test
     * fails.
     *
     * @return the tasks of the tests that this is registered with
     */
    public static TestTasks recorded() {
        return new TestTasks(Mode.RECORDED);
    }

    /**
     * Has the thread that releases the tasks run them, so that they have ended when it goes on; if that thread is in a request
     * scope, another runs them, and it waits. When the test method has ended well and a task failed, which it did not assert,
     * the test fails.
     *
     * <p>With an HTTP request that thread is the server's, and the client, which has its response, does not wait for it: use
     * {@link #awaitIdle()} there.
     *
     * @return the tasks of the tests that this is registered with
     */
    public static TestTasks immediate() {
        return new TestTasks(Mode.IMMEDIATE);
    }

    /**
     * Has durable tasks wait for a time that the test moves on with {@link #time()}: for their delay, and between attempts. Attempts are made
     * on the thread that moves it; a task without a delay is handled when it is stored. Tasks that are not durable run as with
     * {@link #immediate()}. A broker or a database is not used, even if one is configured.
     *
     * <p>When the test method has ended well and a task failed, which it did not assert, the test fails. Durable tasks that still wait do not
     * fail it.
     *
     * @return the tasks of the tests that this is registered with
     */
    public static TestTasks inVirtualTime() {
        return new TestTasks(Mode.VIRTUAL_TIME);
    }

    /**
     * Runs the tasks as in production, on the managed executor; {@link #awaitIdle()} waits for them. When the test method has
     * ended well and a task failed by then, which it did not assert, the test fails.
     *
     * @return the tasks of the tests that this is registered with
     */
    public static TestTasks awaited() {
        return new TestTasks(Mode.AWAITED);
    }

    /**
     * Lets a test end with tasks that it did not assert, and with failed ones.
     *
     * @return this
     */
    public TestTasks lenient() {
        lenient = true;
        return this;
    }

    /**
     * Returns the tasks that were added, without those that will not run: cancelled, replaced, or not wanted after such an outcome of
     * their request. All of them count as asserted.
     *
     * @return the tasks in the order in which they were added
     */
    public List<TestTask> added() {
        return toRun().map(TestTasks::asserted).toList();
    }

    /**
     * Asserts that there is one task.
     *
     * @return the task
     * @throws AssertionError if there is none, or more than one
     */
    public TestTask single() {
        List<RehearsedTask> tasks = toRun().toList();
        if (tasks.size() == 1) {
            return asserted(tasks.get(0));
        }
        throw report.failed("Expected one background task, but there are " + tasks.size());
    }

    /**
     * Asserts that a task of this name was added. When it is called again, it asserts the next one of that name.
     *
     * @param name the name given with {@link BackgroundTasks#named(String)}, or else the name of the class in which its function
     *     was written
     * @return the task
     * @throws AssertionError if there is none of that name that was not asserted yet
     */
    public TestTask assertAdded(String name) {
        Objects.requireNonNull(name, "Say which task to expect");
        return assertAdded("'" + name + "'", task -> task.name().equals(name));
    }

    /**
     * Asserts that a task without a name was added by this class. When it is called again, it asserts the next one.
     *
     * @param writtenIn the class in which the task's function was written: the one that holds the lambda expression or the
     *     method reference, not the one whose method is referred to
     * @return the task
     * @throws AssertionError if there is none that was not asserted yet
     */
    public TestTask assertAdded(Class<?> writtenIn) {
        return assertAdded(
                "written in " + writtenIn.getName(), task -> task.name().equals(writtenIn.getName()));
    }

    /**
     * Asserts that a task with this key was added and not replaced. When it is called again, it asserts the next one.
     *
     * @param key the key given with {@link BackgroundTasks#replacing(String)}
     * @return the task
     * @throws AssertionError if there is none with that key that was not asserted yet
     */
    public TestTask assertAddedWithKey(String key) {
        Objects.requireNonNull(key, "Say which key to expect");
        return assertAdded("with the key '" + key + "'", task -> key.equals(task.key()));
    }

    private TestTask assertAdded(String which, Predicate<RehearsedTask> wanted) {
        return toRun().filter(task -> !task.isAsserted())
                .filter(wanted)
                .findFirst()
                .map(TestTasks::asserted)
                .orElseThrow(() -> report.failed(
                        "Expected a background task " + which + " that is not asserted yet, but there is none"));
    }

    /**
     * Asserts that a durable task was stored for this handler. When it is called again, it asserts the next one of that handler. The
     * handler need not be a bean of the test.
     *
     * @param <P> the payload's type
     * @param handler the class that was given to {@code add}
     * @return the task
     * @throws AssertionError if there is none for that handler that was not asserted yet
     */
    public <P> StoredTestTask<P> assertStored(Class<? extends TaskHandler<P>> handler) {
        Objects.requireNonNull(handler, "Say which handler to expect");
        return rehearsal.stored().stream()
                .filter(task -> !task.isAsserted())
                .filter(task -> task.handler().equals(handler.getName()))
                .findFirst()
                .map(TestTasks::<P>asserted)
                .orElseThrow(() -> report.failed("Expected a durable task for " + handler.getName()
                        + " that is not asserted yet, but there is none"));
    }

    /**
     * Returns the durable tasks that were stored. All of them count as asserted.
     *
     * @return the tasks in the order in which they were stored
     */
    public List<StoredTestTask<?>> stored() {
        return rehearsal.stored().stream()
                .<StoredTestTask<?>>map(TestTasks::asserted)
                .toList();
    }

    /**
     * Prepares a test of a handler with one task that is delivered twice: the store has lost the first acknowledgement, and both deliveries
     * are first attempts at the task of one id. It takes the handler's bean of the application that was started last, and neither a
     * broker nor a database.
     *
     * <pre>{@code
     * tasks.deliveredTwice(SendReceipt.class, order).assertSameEffect(outbox::all);
     * }</pre>
     *
     * @param <P> the payload's type
     * @param handler the handler's class
     * @param payload the payload
     * @return the task, which is not delivered yet
     * @throws IllegalStateException if no application with a handler is running
     * @throws IllegalArgumentException if the payload does not survive being written and read
     */
    public <P> RepeatedDelivery deliveredTwice(Class<? extends TaskHandler<P>> handler, P payload) {
        return repeated(handler, payload, TwoDeliveries.Manner.TWICE);
    }

    /**
     * Prepares a test of a handler with one task whose delivery is cut off: the handler has ended well, and its node dies before it can
     * acknowledge that. The store delivers the task again and says so. The library makes that the second attempt, which the handler can read from
     * {@code TaskContext.attempt()}. A handler with {@code @Redelivery(attempts = 1)} is not called again, and the task ends as a dead letter.
     *
     * @param <P> the payload's type
     * @param handler the handler's class
     * @param payload the payload
     * @return the task, which is not delivered yet
     * @throws IllegalStateException if no application with a handler is running
     * @throws IllegalArgumentException if the payload does not survive being written and read
     */
    public <P> RepeatedDelivery cutOff(Class<? extends TaskHandler<P>> handler, P payload) {
        return repeated(handler, payload, TwoDeliveries.Manner.CUT_OFF);
    }

    private static RepeatedDelivery repeated(Class<?> handler, Object payload, TwoDeliveries.Manner manner) {
        Objects.requireNonNull(handler, "Say which handler to deliver to");
        Objects.requireNonNull(payload, "Say what to deliver");
        return new RepeatedDelivery(TwoDeliveries.of(handler, payload, manner));
    }

    /**
     * Returns the time of a test {@linkplain #inVirtualTime() in virtual time}.
     *
     * @return the time, which this test moves on
     * @throws IllegalStateException if time is real
     */
    public VirtualTime time() {
        if (rehearsal.mode() != Mode.VIRTUAL_TIME) {
            throw new IllegalStateException("This test has real time: make its TestTasks with inVirtualTime()");
        }
        return new VirtualTime(rehearsal.timetable());
    }

    /**
     * Asserts that no task was added that will run, and no durable task was stored.
     *
     * @throws AssertionError if there is one
     */
    public void assertNothingAdded() {
        if (toRun().findAny().isPresent()) {
            throw report.failed("Expected no background task, but there are " + toRun().count());
        }
        if (!rehearsal.stored().isEmpty()) {
            throw report.failed("Expected no durable task, but there are "
                    + rehearsal.stored().size());
        }
    }

    /**
     * Waits until all tasks have ended, ten seconds at most. Not for a test inside a server that itself is a request whose tasks
     * these are: they are released when the test is over. See {@link #inRequest(Callable)}.
     *
     * @throws AssertionError if there still are some
     */
    public void awaitIdle() {
        awaitIdle(PATIENCE);
    }

    /**
     * Waits until all tasks have ended.
     *
     * @param timeout how long to wait at most
     * @throws AssertionError if there still are some then, or if the thread is interrupted
     */
    public void awaitIdle(Duration timeout) {
        try {
            String left = Idleness.await(timeout);
            if (left != null) {
                throw report.failed(left + " within " + timeout);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while waiting for background tasks", interrupted);
        }
    }

    /**
     * Runs an action in a request scope of its own, at the end of which its tasks are released. On this thread, or on another
     * while this one waits, if a request scope is active here.
     *
     * @param <T> the type of the result
     * @param action the action
     * @return the result
     * @throws Exception if the action throws it; its tasks are released nevertheless, as after success
     * @throws IllegalStateException if no application with background tasks is running
     */
    public <T extends @Nullable Object> T inRequest(Callable<T> action) throws Exception {
        return RequestScopes.call(action);
    }

    /**
     * Runs an action without a result, as {@link #inRequest(Callable)} does.
     *
     * @param action the action
     * @throws Exception if the action throws it; its tasks are released nevertheless, as after success
     * @throws IllegalStateException if no application with background tasks is running
     */
    public void inRequest(Work action) throws Exception {
        inRequest(() -> {
            action.run();
            return null;
        });
    }

    /**
     * Returns the extensions for a CDI container that finds none by itself, as one that a {@code @WeldSetup} field of Weld JUnit makes:
     * {@code WeldInitiator.createWeld().addExtensions(TestTasks.extensions())}. Other containers do not need them.
     *
     * @return new extensions
     */
    public static Extension[] extensions() {
        return LibraryExtensions.make();
    }

    /**
     * Starts recording and forgets earlier tasks. JUnit 5 calls it before each test.
     *
     * @throws IllegalStateException if another {@code TestTasks} is recording
     */
    public void begin() {
        rehearsal.begin();
    }

    /** Stops recording. JUnit 5 calls it after each test. */
    public void end() {
        rehearsal.end();
    }

    /**
     * Asserts that nothing was left unasserted: no task with {@link #recorded()}, no failed one with the others. JUnit 5
     * calls it when a test method has ended well.
     *
     * @throws AssertionError if one was, and this is not {@link #lenient()}
     */
    public void verify() {
        if (lenient) {
            return;
        }
        report.refuseUnasserted();
    }

    private static <P> StoredTestTask<P> asserted(RehearsedDurable task) {
        task.markAsserted();
        return new StoredTestTask<>(task);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        begin();
    }

    @Override
    public void afterTestExecution(ExtensionContext context) {
        if (context.getExecutionException().isEmpty()) {
            verify();
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        end();
    }

    private Stream<RehearsedTask> toRun() {
        return rehearsal.toRun();
    }

    private static TestTask asserted(RehearsedTask task) {
        task.markAsserted();
        return new TestTask(task);
    }
}
