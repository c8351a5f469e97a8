package org.backgroundtasks.internal;

import jakarta.enterprise.context.control.RequestContextController;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The background tasks of one application: opens a ledger for each request that asks, starts what ledgers release. */
public final class Engine {

    private final Settings settings;
    private final BeanManager beans;
    private final ContainerResources resources;
    private final Reporter reporter = new Reporter();
    private final List<ResponseGate> gates = new CopyOnWriteArrayList<>();
    private volatile @Nullable ResponseGate inForce;
    private final AtomicLong lastId = new AtomicLong();
    private final Set<Ledger> open = ConcurrentHashMap.newKeySet();

    Engine(Settings settings, BeanManager beans) {
        this.settings = settings;
        this.beans = beans;
        this.resources = new ContainerResources(settings.executor(), beans);
    }

    /**
     * Adds a gate, to be asked after those that are there: the first one is in force. Configuration can ask for another.
     *
     * @return whether the gate is used
     */
    public boolean use(ResponseGate gate) {
        if (settings.gate() != null && !settings.gate().equals(gate.name())) {
            return false;
        }
        if (gates.isEmpty()) {
            inForce(gate);
        }
        return gates.add(gate);
    }

    private void inForce(ResponseGate gate) {
        if (inForce != gate) {
            inForce = gate;
            reporter.gateInForce(gate);
        }
    }

    /** The name of the one gate that configuration asks for, or null if the runtime decides. */
    public @Nullable String configuredGate() {
        return settings.gate();
    }

    /** Whether there is a gate already. */
    public boolean hasGate() {
        return !gates.isEmpty();
    }

    /** The ledger of the request that this thread serves, or a new one that nothing watches yet. */
    public Ledger ledger() {
        if (TaskRun.current() == null) {
            for (ResponseGate gate : gates) {
                Ledger ledger = gate.ledger(this::newLedger);
                if (ledger != null) {
                    inForce(gate);
                    return ledger;
                }
            }
        }
        return newLedger();
    }

    /** A ledger that nothing watches yet. */
    public Ledger newLedger() {
        return new Ledger(this);
    }

    /** The request scope of the injected reference ends on this thread; a release where nothing watches a response. */
    void scopeEnded(Ledger ledger) {
        if (!ledger.isWatched()) {
            TaskRun task = TaskRun.current();
            if (task == null) {
                ledger.release(Outcome.SUCCEEDED, Runnable::run);
            } else {
                task.followedBy(ledger);
            }
        }
    }

    /**
     * Fails if an executor is configured that is not there; the default one may turn up with the first request.
     *
     * @param started whether the application's own names are bound already, which on Payara is after its CDI container starts
     * @throws IllegalStateException naming the executor
     */
    public void checkConfiguredExecutor(boolean started) {
        String name = settings.executor();
        if (name != null && (started || !name.matches("java:(app|module|comp)/.*"))) {
            resources.executor();
        }
    }

    void start(TaskRun run, Executor caller) {
        try {
            resources.executor().execute(run);
        } catch (RuntimeException | Error refusal) {
            reporter.refused(refusal);
            caller.execute(run);
        }
    }

    RequestContextController newRequestScope() {
        Bean<?> bean = beans.resolve(beans.getBeans(RequestContextController.class));
        return (RequestContextController)
                beans.getReference(bean, RequestContextController.class, beans.createCreationalContext(null));
    }

    long nextId() {
        return lastId.incrementAndGet();
    }

    Settings settings() {
        return settings;
    }

    ContainerResources resources() {
        return resources;
    }

    Reporter reporter() {
        return reporter;
    }

    void opened(Ledger ledger) {
        open.add(ledger);
    }

    void closed(Ledger ledger) {
        open.remove(ledger);
        if (open.isEmpty()) {
            synchronized (open) {
                open.notifyAll();
            }
        }
    }

    /** Waits until every task has ended, at most as long as configured, and names those that have not. */
    void drain() {
        Duration timeout = settings.drainTimeout();
        long end = System.nanoTime() + timeout.toNanos();
        synchronized (open) {
            long left;
            while (!open.isEmpty() && (left = end - System.nanoTime()) > 0) {
                try {
                    open.wait(left / 1_000_000 + 1);
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                    break;
                }
            }
        }
        List<PendingTask> left = new ArrayList<>();
        open.forEach(ledger -> left.addAll(ledger.unfinished()));
        reporter.abandoned(left, timeout.toString());
    }
}
