package org.backgroundtasks.benchmarks;

import java.util.List;
import org.backgroundtasks.BackgroundTasks;
import org.backgroundtasks.gates.GateExtension;
import org.backgroundtasks.internal.engine.BackgroundTasksExtension;
import org.jboss.weld.environment.se.Weld;
import org.jboss.weld.environment.se.WeldContainer;

/** Weld with an application of many classes, started with the library's extensions and without them. */
final class Deployment {

    private final List<Class<?>> classes;

    Deployment(int most) {
        classes = Generated.beans(most);
    }

    /** From the start until the application is there. */
    double millis(int number, boolean withLibrary) {
        // without discovery, no extension is there but those that are added
        Weld weld = new Weld().disableDiscovery().skipShutdownHook();
        weld.addBeanClasses(classes.subList(0, number).toArray(new Class<?>[0]));
        if (withLibrary) {
            weld.addExtension(new BackgroundTasksExtension());
            weld.addExtension(new GateExtension());
        }
        System.gc();
        long start = System.nanoTime();
        try (WeldContainer started = weld.initialize()) {
            double millis = (System.nanoTime() - start) / 1e6;
            boolean there = started.select(BackgroundTasks.class).isResolvable();
            if (there != withLibrary) {
                throw new IllegalStateException("Weld started " + (there ? "with" : "without") + " the library");
            }
            return millis;
        }
    }
}
