package org.backgroundtasks.internal.engine;

import jakarta.enterprise.inject.spi.BeanManager;
import org.backgroundtasks.internal.container.ContainerResources;
import org.backgroundtasks.internal.container.Settings;
import org.backgroundtasks.internal.report.Counts;
import org.backgroundtasks.internal.report.Events;
import org.backgroundtasks.internal.report.Reporter;
import org.backgroundtasks.internal.request.Ledger;
import org.backgroundtasks.internal.request.Ledgers;
import org.backgroundtasks.internal.request.OpenLedgers;
import org.backgroundtasks.internal.request.StrayQueues;
import org.backgroundtasks.internal.run.Dispatcher;
import org.backgroundtasks.internal.run.Lifecycle;
import org.backgroundtasks.internal.run.Remainder;
import org.backgroundtasks.internal.run.Runs;
import org.backgroundtasks.spi.Configuration;
import org.backgroundtasks.spi.Origin;

/** Puts the parts of one application's background tasks together. */
final class Parts {

    final Settings settings;
    final ContainerResources container;
    final Lifecycle lifecycle = new Lifecycle();
    final OpenLedgers open = new OpenLedgers();
    final Counts counts = new Counts();
    final Monitor monitor = new Monitor(counts, open);
    final Events events;
    final Dispatcher dispatcher;
    final Remainder remainder;
    final Runs runs;
    final Ledgers ledgers;
    final StartupReport startup;
    final Gates gates;
    final AddOns addOns;
    final Shutdown shutdown;

    Parts(Settings settings, Configuration configuration, BeanManager beans) {
        this.settings = settings;
        container = new ContainerResources(settings, beans);
        events = new Events(container.scopes());
        Reporter reporter = new Reporter(counts, events);
        dispatcher = new Dispatcher(settings, container, reporter, lifecycle);
        remainder = new Remainder(reporter, settings.drainTimeout());
        runs = new Runs(settings, container, reporter, dispatcher, remainder, this::newLedger);
        ledgers = new Ledgers(settings, container, reporter, lifecycle, runs, open, new StrayQueues(beans));
        startup = new StartupReport(settings, container, configuration);
        gates = new Gates(settings, container, startup, () -> newLedger(Origin.UNKNOWN));
        addOns = new AddOns(container, ledgers, startup, remainder);
        shutdown = new Shutdown(settings.drainTimeout(), lifecycle, open, runs, remainder);
    }

    /** A ledger that nothing watches yet. */
    Ledger newLedger(Origin origin) {
        return new Ledger(ledgers, origin);
    }

    /** The application has its name now. */
    void started() {
        container.mbean().register(counts);
        startup.started();
    }

    /** Nothing of the application may be held from outside any more. */
    void close() {
        runs.close();
        container.close();
    }
}
