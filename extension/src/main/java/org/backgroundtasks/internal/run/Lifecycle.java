package org.backgroundtasks.internal.run;

/** Says how far an application is with stopping. Thread-safe. */
public final class Lifecycle {

    private enum State {
        RUNNING,
        DRAINING,
        STOPPED
    }

    private volatile State state = State.RUNNING;

    /** The application stops, and waits for its tasks. False if it did before. */
    public synchronized boolean drain() {
        boolean first = state == State.RUNNING;
        if (first) {
            state = State.DRAINING;
        }
        return first;
    }

    /** The application waits for its tasks no longer. */
    public synchronized void stop() {
        state = State.STOPPED;
    }

    public boolean isDraining() {
        return state != State.RUNNING;
    }

    public boolean hasStopped() {
        return state == State.STOPPED;
    }
}
