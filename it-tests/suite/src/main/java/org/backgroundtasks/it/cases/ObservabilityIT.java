package org.backgroundtasks.it.cases;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.lang.management.ManagementFactory;
import java.net.URL;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeDataSupport;
import javax.management.openmbean.TabularData;
import javax.management.openmbean.TabularDataSupport;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.backgroundtasks.BackgroundTasks;
import org.backgroundtasks.BackgroundTasksMonitor;
import org.backgroundtasks.TaskContext;
import org.backgroundtasks.TaskEvent;
import org.backgroundtasks.it.applications.Api;
import org.backgroundtasks.it.applications.Journal;
import org.backgroundtasks.it.applications.Journal.Entry;
import org.backgroundtasks.it.client.JournalClient;
import org.backgroundtasks.it.client.Raw;
import org.backgroundtasks.it.conformance.Holds;
import org.backgroundtasks.it.conformance.Promise;
import org.backgroundtasks.it.harness.Archives;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What can be seen of tasks: events, the context inside a task, figures, Flight Recorder. */
@ExtendWith(ArquillianExtension.class)
@DisplayName("Observing")
class ObservabilityIT {

    @ArquillianResource
    private URL application;

    @Deployment(testable = false)
    static WebArchive application() {
        return Archives.web("observing", Observed.class, Observer.class, Deep.class);
    }

    @ApplicationScoped
    public static class Observer {

        @Inject
        Journal journal;

        void any(@Observes TaskEvent event) {
            journal.record(
                    event.taskName(),
                    event.type() + " " + event.requestMethod().orElse("") + " "
                            + event.requestPath().orElse("")
                            + event.message().or(event::reason).orElse(""));
        }

        void failed(@Observes @Priority(Integer.MAX_VALUE) @TaskEvent.On(TaskEvent.Type.FAILED) TaskEvent event) {
            journal.record(event.taskName(), "cause " + event.cause().orElse(null));
            throw new IllegalStateException("an observer fails, on purpose");
        }
    }

    @ApplicationScoped
    public static class Deep {

        @Inject
        TaskContext context;

        public void work() {
            context.progress(0.5, ", half done by " + context.name());
        }
    }

    @Path("observed")
    @RequestScoped
    public static class Observed {

        @Inject
        BackgroundTasks tasks;

        @Inject
        BackgroundTasksMonitor monitor;

        @Inject
        Deep deep;

        @QueryParam("key")
        String key;

        @GET
        @Path("good")
        public String good() {
            tasks.named(key).add(deep::work);
            return "good";
        }

        @GET
        @Path("bad")
        public String bad() {
            tasks.named(key).add(() -> {
                throw new IllegalStateException("on purpose");
            });
            tasks.named(key + "-next").add(() -> {});
            return "bad";
        }

        @GET
        @Path("figures")
        @Produces(MediaType.TEXT_PLAIN)
        public String figures() throws InterruptedException {
            return monitor.awaitIdle(Duration.ofSeconds(20)) + " " + monitor.succeeded() + " " + monitor.failed();
        }

        @GET
        @Path("management")
        @Produces(MediaType.TEXT_PLAIN)
        public String management() throws Exception {
            return server().queryNames(new ObjectName("org.backgroundtasks:type=BackgroundTasks,*"), null).stream()
                    .map(name -> name.getKeyProperty("application"))
                    .sorted()
                    .collect(joining(" "));
        }

        @POST
        @Path("recording")
        @Produces(MediaType.TEXT_PLAIN)
        public String startRecording() throws Exception {
            Object recording = flightRecorder("newRecording", new Object[0]);
            TabularData settings = (TabularData)
                    flightRecorder("getRecordingSettings", new Object[] {recording}, long.class.getName());
            TabularDataSupport enabled = new TabularDataSupport(settings.getTabularType());
            enabled.put(new CompositeDataSupport(
                    settings.getTabularType().getRowType(),
                    Map.of("key", "org.backgroundtasks.Task#enabled", "value", "true")));
            flightRecorder(
                    "setRecordingSettings",
                    new Object[] {recording, enabled},
                    long.class.getName(),
                    TabularData.class.getName());
            flightRecorder("startRecording", new Object[] {recording}, long.class.getName());
            return recording.toString();
        }

        @GET
        @Path("recording/{number}")
        @Produces(MediaType.TEXT_PLAIN)
        public String recording(@PathParam("number") long number) throws Exception {
            java.nio.file.Path file = Files.createTempFile("tasks", ".jfr");
            flightRecorder("stopRecording", new Object[] {number}, long.class.getName());
            flightRecorder(
                    "copyTo", new Object[] {number, file.toString()}, long.class.getName(), String.class.getName());
            flightRecorder("closeRecording", new Object[] {number}, long.class.getName());
            return file.toString();
        }

        private static MBeanServer server() {
            return ManagementFactory.getPlatformMBeanServer();
        }

        private static Object flightRecorder(String operation, Object[] arguments, String... types) throws Exception {
            return server().invoke(
                            new ObjectName("jdk.management.jfr:type=FlightRecorder"), operation, arguments, types);
        }
    }

    private String get(String path) throws Exception {
        try (Raw raw = new Raw(application)) {
            return raw.request("GET", "observed/" + path).response("GET").text();
        }
    }

    @Test
    @Tag("core")
    @Promise({"C-40", "C-28"})
    @Holds("observers receive every turn, and the progress that code deep inside a task reports")
    void turns() throws Exception {
        get("good?key=good");
        String request = "GET " + application.getPath().replaceAll("/$", "") + '/' + Api.PATH + "/observed/good";
        assertThat(new JournalClient(application).await("good", 4))
                .extracting(Entry::event)
                .containsExactly(
                        "ADDED " + request,
                        "STARTED " + request,
                        "PROGRESSED " + request + ", half done by good",
                        "SUCCEEDED " + request);
    }

    @Test
    @Tag("core")
    @Promise({"C-40", "C-34"})
    @Holds("a failure event carries its cause, and an observer that throws disturbs no task")
    void failures() throws Exception {
        get("bad?key=bad");
        JournalClient journal = new JournalClient(application);
        assertThat(journal.await("bad", 4))
                .extracting(Entry::event)
                .last()
                .isEqualTo("cause java.lang.IllegalStateException: on purpose");
        assertThat(journal.await("bad-next", 3))
                .last()
                .satisfies(entry -> assertThat(entry.event()).startsWith("SUCCEEDED"));
    }

    @Test
    @Tag("core")
    @Promise("C-41")
    @Holds("the monitor counts tasks, and can be awaited")
    void figures() throws Exception {
        String[] before = get("figures").split(" ", -1);
        get("bad?key=counted");
        assertThat(get("figures"))
                .isEqualTo("true " + (Long.parseLong(before[1]) + 1) + ' ' + (Long.parseLong(before[2]) + 1));
    }

    @Tag("naming")
    @Test
    @Promise("C-41")
    @Holds("the monitor's counts are in JMX under the application's name")
    void management() throws Exception {
        assertThat(get("management")).isEqualTo("\"observing\"");
    }

    @Test
    @Tag("core")
    @Promise("C-42")
    @Holds("Flight Recorder has an event for each task, with how it ended")
    void flightRecorder() throws Exception {
        String number;
        try (Raw raw = new Raw(application)) {
            number = raw.request("POST", "observed/recording").response("POST").text();
        }
        get("bad?key=recorded");
        get("figures");
        assertThat(RecordingFile.readAllEvents(java.nio.file.Path.of(get("recording/" + number))))
                .filteredOn(event -> event.getString("taskName").startsWith("recorded"))
                .extracting(ObservabilityIT::summary)
                .containsExactlyInAnyOrder(
                        "recorded FAILED java.lang.IllegalStateException: on purpose", "recorded-next SUCCEEDED ");
    }

    private static String summary(RecordedEvent event) {
        return event.getString("taskName") + ' ' + event.getString("turn") + ' ' + event.getString("cause");
    }
}
