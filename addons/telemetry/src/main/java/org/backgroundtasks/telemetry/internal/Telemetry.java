package org.backgroundtasks.telemetry.internal;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.OpenTelemetry;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.spi.BeanManager;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.backgroundtasks.spi.AddedTask;
import org.backgroundtasks.spi.BackgroundTasksEngine;
import org.backgroundtasks.spi.TaskInterceptor;
import org.jspecify.annotations.Nullable;

/** The tasks of one application as OpenTelemetry sees them. */
final class Telemetry implements TaskInterceptor, AutoCloseable {

    private static final Logger LOG = System.getLogger("org.backgroundtasks.telemetry");

    private final BackgroundTasksEngine engine;
    private final BeanManager beans;
    private volatile @Nullable Instruments instruments;

    private Telemetry(BackgroundTasksEngine engine, BeanManager beans) {
        this.engine = engine;
        this.beans = beans;
    }

    static Telemetry begin(BackgroundTasksEngine engine, BeanManager beans) {
        Telemetry telemetry = new Telemetry(engine, beans);
        engine.addOns().use(telemetry);
        return telemetry;
    }

    @Override
    public Interception added(AddedTask task) {
        return new TracedTask(task, instruments());
    }

    @Override
    public @Nullable String traceparent() {
        return Traceparent.current();
    }

    /** Made for the first task: by then the application has set up what it wants to use. */
    private Instruments instruments() {
        Instruments known = instruments;
        if (known == null) {
            synchronized (this) {
                known = instruments;
                if (known == null) {
                    known = new Instruments(openTelemetry(), engine.monitor());
                    instruments = known;
                }
            }
        }
        return known;
    }

    private OpenTelemetry openTelemetry() {
        try {
            Instance<OpenTelemetry> bean = beans.createInstance().select(OpenTelemetry.class);
            return bean.isResolvable() ? bean.get() : GlobalOpenTelemetry.get();
        } catch (RuntimeException | LinkageError notUsable) {
            LOG.log(
                    Level.WARNING,
                    "There are no spans and metrics of background tasks, as OpenTelemetry fails",
                    notUsable);
            return OpenTelemetry.noop();
        }
    }

    /** What it measures with would be kept by a server's OpenTelemetry. */
    @Override
    public void close() {
        Instruments known = instruments;
        if (known != null) {
            known.close();
        }
    }
}
