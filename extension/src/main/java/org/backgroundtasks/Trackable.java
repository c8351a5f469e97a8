package org.backgroundtasks;

/**
 * A task whose status clients can ask for once it is marked as tracked: a {@link BackgroundTask}, or the durable task of the module
 * {@code background-tasks-durable}. The library has all of its implementations; applications make none.
 */
public interface Trackable {

    /**
     * Lets clients ask for the task's status, and cancel it, at an address of its own. This needs the module
     * {@code background-tasks-status}, which also makes the response that tells them the address.
     *
     * @return this task
     * @throws IllegalStateException if the application is without that module, here or else when the task is added; or if
     *     the task takes no more options
     */
    Trackable tracked();
}
