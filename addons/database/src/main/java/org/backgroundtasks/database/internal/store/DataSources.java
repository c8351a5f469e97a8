package org.backgroundtasks.database.internal.store;

import java.util.function.Supplier;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Finds the data source: by its configured name in JNDI, else as the application's bean, else the platform's default. */
final class DataSources {

    /** What the Jakarta EE platform binds. */
    private static final String DEFAULT = "java:comp/DefaultDataSource";

    private DataSources() {}

    /** Whether it may be there later: some servers bind an application's own names only after its CDI container has started. */
    static boolean comesLate(@Nullable String configured) {
        String name = configured == null ? DEFAULT : configured;
        return name.matches("java:(app|module|comp)/.*") && !isThere(name);
    }

    private static boolean isThere(String name) {
        try {
            return lookup(name) instanceof DataSource;
        } catch (NamingException notThere) {
            return false;
        }
    }

    /**
     * Finds it.
     *
     * @param bean gives the application's bean, or null
     * @throws IllegalStateException if it is not there, saying what to do
     */
    static DataSource find(@Nullable String configured, Supplier<@Nullable DataSource> bean) {
        if (configured == null) {
            DataSource found = bean.get();
            return found == null ? named(DEFAULT) : found;
        }
        return named(configured);
    }

    private static DataSource named(String name) {
        Object bound;
        try {
            bound = lookup(name);
        } catch (NamingException notThere) {
            throw new IllegalStateException(
                    "Durable tasks are to be stored in a database, but the data source '" + name
                            + "' is not in JNDI. Create it in the server's administration, or set "
                            + DatabaseSettings.DATA_SOURCE
                            + " to the name of another, or produce a CDI bean of the type javax.sql.DataSource ("
                            + notThere + ')',
                    notThere);
        }
        if (bound instanceof DataSource source) {
            return source;
        }
        throw new IllegalStateException("The name '" + name + "' of " + DatabaseSettings.DATA_SOURCE
                + " is no javax.sql.DataSource but " + bound);
    }

    @SuppressWarnings("BanJNDI") // the name comes from the administrator
    private static @Nullable Object lookup(String name) throws NamingException {
        return InitialContext.doLookup(name);
    }
}
