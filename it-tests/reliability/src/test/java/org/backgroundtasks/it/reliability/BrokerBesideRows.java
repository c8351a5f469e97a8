package org.backgroundtasks.it.reliability;

import java.io.File;
import java.net.URL;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** WildFly's own broker, which commits with the database in two phases. */
final class BrokerBesideRows implements RowStore {

    private static final String BROKER = "/subsystem=messaging-activemq/server=default";
    private static final List<String> QUEUES = List.of(
            BROKER + "/jms-queue=tasks:add(entries=[\"java:/jms/queue/tasks\"])",
            BROKER + "/jms-queue=tasksDead:add(entries=[\"java:/jms/queue/tasksDead\"])",
            BROKER
                    + "/address-setting=jms.queue.tasks:add(max-delivery-attempts=50, dead-letter-address=jms.queue.tasksDead)");

    private static final String LOG_STORE = "/subsystem=transactions/log-store=log-store";
    private static final List<String> STATE = List.of(
            BROKER + ":list-prepared-transactions",
            BROKER + "/jms-queue=tasks:read-attribute(name=message-count)",
            BROKER + "/jms-queue=tasksDead:read-attribute(name=message-count)",
            LOG_STORE + ":probe",
            LOG_STORE + ":read-children-names(child-type=transactions)");
    private static final List<String> SETTLED = List.of("[]", "0L", "0L", "[]");
    private static final Pattern RESULT = Pattern.compile("\"result\" => (\\S+)");

    @Override
    public String configuration() {
        return "standalone-full.xml";
    }

    @Override
    public List<String> administration(Database database) {
        return Stream.of(QUEUES, database.administration())
                .flatMap(List::stream)
                .toList();
    }

    @Override
    public WebArchive archive() {
        return new Application(
                        "transaction",
                        Rows.class,
                        Rows.Placed.class,
                        Rows.Handler.class,
                        RowTasks.class,
                        Rows.Resource.class)
                .with(Map.of(
                        "background-tasks.durable.queue", "java:/jms/queue/tasks",
                        "background-tasks.durable.dead-letter-queue", "java:/jms/queue/tasksDead"))
                .archive()
                .addAsLibraries(new File(System.getProperty("it.durable"))
                        .listFiles((directory, name) -> name.startsWith("background-tasks-durable")));
    }

    @Override
    public List<String> left(WildFly server, URL application) throws Exception {
        List<String> state = RESULT.matcher(server.script(STATE))
                .results()
                .map(result -> result.group(1))
                .toList();
        return state.equals(SETTLED) ? List.of() : state;
    }

    @Override
    public String toString() {
        return "BROKER";
    }
}
