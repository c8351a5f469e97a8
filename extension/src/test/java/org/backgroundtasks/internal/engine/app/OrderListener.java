package org.backgroundtasks.internal.engine.app;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.inject.Inject;
import java.util.List;
import org.backgroundtasks.BackgroundTasks;
import org.backgroundtasks.Work;

/** Adds tasks outside of HTTP. In a package of its own, as an application's classes are. */
@ApplicationScoped
public class OrderListener {

    @Inject
    BackgroundTasks tasks;

    @ActivateRequestContext
    public String onMessage() {
        return tasks.add(OrderListener::fail).id();
    }

    @ActivateRequestContext
    public void onMessages() {
        List.<Work>of(OrderListener::fail).forEach(tasks::add);
    }

    @ActivateRequestContext
    public void onTimer() {
        Runnable adding = () -> tasks.named("in a lambda").add(OrderListener::fail);
        adding.run();
    }

    private static void fail() {
        throw new IllegalStateException("on purpose");
    }
}
