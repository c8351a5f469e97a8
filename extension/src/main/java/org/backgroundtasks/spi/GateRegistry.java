package org.backgroundtasks.spi;

import org.jspecify.annotations.Nullable;

/** Registers the gates of one application, when it is deployed. Thread-safe. */
public interface GateRegistry {

    /**
     * Adds a gate, to be asked after those that are there. The first one is in force. Configuration can select another.
     *
     * @param gate the gate
     * @return whether the gate is used
     */
    boolean use(ResponseGate gate);

    /**
     * Returns the name of the one gate that configuration selects.
     *
     * @return null if the runtime decides
     */
    @Nullable
    String configuredGate();

    /**
     * Returns whether a gate was added.
     *
     * @return false if the end of the request scope releases all tasks
     */
    boolean hasGate();

    /**
     * Returns the tasks of the request that this thread serves, or new ones that nothing watches yet. Inside a task they are
     * those of the request all the same, not the task's follow-ups.
     *
     * @return the tasks
     */
    RequestTasks requestTasks();

    /**
     * Checks the configured executor, on a thread that sees the application's JNDI names, once all are bound.
     *
     * @throws IllegalStateException if the configured executor is not there; the message names it
     */
    void namesAreBound();
}
