package org.backgroundtasks;

import org.jspecify.annotations.Nullable;

/**
 * The task that is running, for the code inside it: injected at any depth, without being passed along.
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
 * <p>Belongs to the request scope of the task. Outside of a task every method throws {@link IllegalStateException}, and where
 * no request scope is active {@code ContextNotActiveException}; so too in what an asynchronous task's stage runs later.
 */
public interface TaskContext {

    /**
     * The task's id.
     *
     * @return an id that is unique within the application since it was deployed; that of a durable task is unique everywhere,
     *     and the same at each attempt and on each node
     */
    String id();

    /**
     * The task's name.
     *
     * @return the name given with {@link BackgroundTask#named(String)}, or else the class in which its function was written
     */
    String name();

    /**
     * The method of the request that added the task.
     *
     * @return the HTTP method, empty if there was no request
     */
    String method();

    /**
     * The path of the request that added the task.
     *
     * @return the path as the client sent it, not decoded, with the context root and without the query, empty if there was no
     *     request
     */
    String path();

    /**
     * Which attempt at the task this is, as far as its broker knows.
     *
     * @return 1, or more for a durable task that has failed before
     */
    int attempt();

    /**
     * Reports progress to whoever observes {@link TaskEvent.Turn#PROGRESSED}.
     *
     * @param fraction how much is done, from 0 to 1
     * @param message what is being done, or null
     * @throws IllegalArgumentException if {@code fraction} is below 0, above 1, or not a number
     */
    void progress(double fraction, @Nullable String message);

    /**
     * Whether the task should end early: it was cancelled, it has run into its timeout, or its application is stopping and
     * has waited for it long enough. Its thread is interrupted then, too.
     *
     * @return whether to end
     */
    boolean isCancelled();
}
