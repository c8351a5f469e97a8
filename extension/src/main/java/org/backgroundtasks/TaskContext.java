package org.backgroundtasks;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Describes the running task to the code inside it. Inject it at any depth.
 *
 * <pre>{@code
 * @Inject TaskContext task;
 *
 * void convert(List<Page> pages) {
 *     for (int i = 0; i < pages.size() && !task.isCancelled(); i++) {
 *         convert(pages.get(i));
 *         task.progress((i + 1.0) / pages.size(), "page " + (i + 1));
 *     }
 * }
 * }</pre>
 *
 * <p>It belongs to the request scope of the task. Outside a task every method throws {@link IllegalStateException}; where no
 * request scope is active, CDI's {@code ContextNotActiveException}. That includes what an asynchronous task's stage runs later
 * on other threads. Thread-safe.
 */
public interface TaskContext {

    /**
     * Returns the id that logs and events use.
     *
     * @return an id that is unique within the application since it was deployed; that of a durable task is unique everywhere,
     *     and the same at each attempt and on each node
     */
    String id();

    /**
     * Returns the name that logs and events use.
     *
     * @return the name given with {@link BackgroundTasks#named(String)}, or else the class in which the function was written
     */
    String name();

    /**
     * Returns the HTTP method of the request that added the task.
     *
     * @return the method, or empty if no request added it
     */
    Optional<String> requestMethod();

    /**
     * Returns the path of the request that added the task.
     *
     * @return the path as the client sent it, not decoded, with the context root and without the query; empty if no request
     *     added the task
     */
    Optional<String> requestPath();

    /**
     * Returns the name of the user whose request added a durable task. The handler does not run as that user, and has to trust the store for the name.
     *
     * @return the name; empty if nobody was logged in, and for a task in process, which runs as its caller
     */
    Optional<String> caller();

    /**
     * Returns which attempt at the task this is.
     *
     * @return 1, or more for a durable task that has failed before
     */
    int attempt();

    /**
     * Reports progress to observers of {@link TaskEvent.Type#PROGRESSED}.
     *
     * @param fraction how much is done, from 0 to 1
     * @param message what is being done, or null
     * @throws IllegalArgumentException if {@code fraction} is below 0, above 1, or not a number
     */
    void progress(double fraction, @Nullable String message);

    /**
     * Returns whether the task should end early: it was cancelled, it has timed out, or its application is stopping and waits no
     * longer. Its thread is interrupted as well.
     *
     * @return true if the task should end
     */
    boolean isCancelled();
}
