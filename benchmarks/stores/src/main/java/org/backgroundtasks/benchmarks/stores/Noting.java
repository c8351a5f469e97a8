package org.backgroundtasks.benchmarks.stores;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import org.backgroundtasks.durable.TaskHandler;

/** Does nothing but note when it started. */
@ApplicationScoped
class Noting implements TaskHandler<Noting.Placed> {

    /** The payload. */
    public record Placed(String number) {}

    static final ConcurrentMap<String, Long> STARTED = new ConcurrentHashMap<>();
    static final Semaphore HANDLED = new Semaphore(0);

    @Override
    public void handle(Placed placed) {
        STARTED.put(placed.number(), System.nanoTime());
        HANDLED.release();
    }
}
