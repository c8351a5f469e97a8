package org.backgroundtasks.internal.run;

/** Says how far an application is with stopping. Thread-safe. */
public final class Lifecycle {

    private enum State {
        RUNNING,
        DRAINING,
        STOPPED
    }

    private volatile State state = State.RUNNING;

    /** The application stops, and waits for its tasks. False if it waits for them no longer. */
    public synchronized boolean drain() {
        if (state == State.STOPPED) {
            return false;
        }
        state = State.DRAINING;
        return true;
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
