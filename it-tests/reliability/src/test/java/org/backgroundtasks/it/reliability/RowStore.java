package org.backgroundtasks.it.reliability;

import java.net.URL;
import java.util.List;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** Where the tasks of {@link Rows} are stored, and what the server needs for that. */
interface RowStore {

    /** One of those that WildFly brings along. */
    String configuration();

    /** What the server's administrator does. */
    List<String> administration(Database database);

    /** The application. */
    WebArchive archive();

    /** What is still to be recovered or handled; nothing in the end. */
    List<String> left(WildFly server, URL application) throws Exception;
}
