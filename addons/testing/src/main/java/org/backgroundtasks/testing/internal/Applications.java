package org.backgroundtasks.testing.internal;

import jakarta.enterprise.inject.spi.BeanManager;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.backgroundtasks.spi.BackgroundTasksEngine;

/** The applications that run in this class loader: mostly one. */
public final class Applications {

    /** One application. */
    public record Application(BackgroundTasksEngine engine, BeanManager beans) {}

    private static final List<Application> RUNNING = new CopyOnWriteArrayList<>();

    private Applications() {}

    static void started(Application application) {
        RUNNING.add(application);
    }

    static void stopped(Application application) {
        RUNNING.remove(application);
    }

    public static List<Application> running() {
        return RUNNING;
    }
}
