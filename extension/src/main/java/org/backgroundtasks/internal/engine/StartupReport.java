package org.backgroundtasks.internal.engine;

import java.lang.System.Logger.Level;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArraySet;
import org.backgroundtasks.internal.container.ContainerResources;
import org.backgroundtasks.internal.container.Settings;
import org.backgroundtasks.internal.report.SafeLog;
import org.backgroundtasks.spi.Configuration;
import org.backgroundtasks.spi.LogText;
import org.backgroundtasks.spi.ResponseGate;
import org.jspecify.annotations.Nullable;

/** Tells operators once what is in force: server, gate, guarantee, executor, limits; and which keys are unknown. */
final class StartupReport {

    /** The key of an add-on. */
    private static final String CARRY = Settings.PREFIX + "carry";

    private final Settings settings;
    private final ContainerResources container;
    private final Configuration configuration;
    private final Set<String> known = new CopyOnWriteArraySet<>(Settings.KEYS);
    private boolean started;
    private boolean told;
    private @Nullable ResponseGate first;

    StartupReport(Settings settings, ContainerResources container, Configuration configuration) {
        this.settings = settings;
        this.container = container;
        this.configuration = configuration;
    }

    void knows(Set<String> keys) {
        known.addAll(keys);
    }

    /**
     * Fails if a context is to be carried and no add-on does it: log lines without it would be noticed when they are needed.
     *
     * @throws IllegalStateException naming the add-on
     */
    void checkCarrier() {
        String carried = configuration.text(CARRY);
        if (carried != null && !known.contains(CARRY)) {
            throw new IllegalStateException(
                    "Configuration " + CARRY + " is '" + LogText.oneLine(carried)
                            + "', but nothing carries it. Add background-tasks-correlation to the application, or omit the key.");
        }
    }

    synchronized void gateAdded(ResponseGate gate) {
        if (first == null) {
            first = gate;
        }
        tellIfComplete();
    }

    synchronized void started() {
        started = true;
        reportUnknownKeys();
        tellIfComplete();
    }

    /** Some gates are added with the first request only. */
    private void tellIfComplete() {
        ResponseGate gate = first;
        if (started && !told && gate != null) {
            told = true;
            SafeLog.log(
                    Level.INFO,
                    "Background tasks start when the response is complete: gate " + gate.name() + ", "
                            + gate.guarantee()
                            + ", on " + gate.server() + "; executor "
                            + container.pools().standardName() + "; at most "
                            + settings.maxPerRequest() + " tasks in a request and " + settings.maxPending()
                            + " waiting; a stop waits " + LogText.duration(settings.drainTimeout()));
        }
    }

    private void reportUnknownKeys() {
        Set<String> unknown = configuration.unknownKeys(Settings.PREFIX, known);
        if (!unknown.isEmpty()) {
            SafeLog.log(
                    Level.WARNING,
                    "Unknown configuration: " + LogText.oneLine(String.join(", ", unknown))
                            + ". Correct the spelling, or"
                            + " add the module that it is for. Known keys: "
                            + String.join(", ", new TreeSet<>(known)));
        }
    }
}
