package org.backgroundtasks.internal;

import org.backgroundtasks.BackgroundTask;
import org.backgroundtasks.BackgroundTasks;
import org.backgroundtasks.Guarantee;

/**
 * What stands behind the injected reference. Not the ledger itself: a client proxy whose method returns the object behind it
 * returns itself instead, and {@link #handle()} must not.
 */
record InjectedTasks(Ledger ledger) implements BackgroundTasks {

    @Override
    public BackgroundTask add(BackgroundTask task) {
        return ledger.add(task);
    }

    @Override
    public boolean forget(String name) {
        return ledger.forget(name);
    }

    @Override
    public BackgroundTasks handle() {
        ledger.findResources();
        return ledger;
    }

    @Override
    public Guarantee guarantee() {
        return ledger.guarantee();
    }
}
