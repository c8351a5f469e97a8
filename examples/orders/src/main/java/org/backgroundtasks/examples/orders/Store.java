package org.backgroundtasks.examples.orders;

import java.util.Locale;

/** Where tasks are stored. The handler and the resource are the same with either. */
enum Store {
    BROKER(Broker.class),
    DATABASE(Database.class);

    private final Class<?> main;

    Store(Class<?> main) {
        this.main = main;
    }

    /** The one that the system property {@code orders.store} names, the broker unless it does. */
    static Store chosen() {
        return valueOf(System.getProperty("orders.store", "broker").toUpperCase(Locale.ROOT));
    }

    /** What to run in a process of its own. */
    Class<?> main() {
        return main;
    }
}
