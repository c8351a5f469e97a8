package org.backgroundtasks.internal.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.backgroundtasks.BackgroundTasks;
import org.backgroundtasks.BackgroundTasksMonitor;
import org.backgroundtasks.embedded.EmbeddedRuntime;
import org.backgroundtasks.internal.engine.Container;
import org.backgroundtasks.spi.Outcome;
import org.backgroundtasks.spi.RequestTasks;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Monitoring")
@Timeout(60)
class MonitoringTest {

    private static final MBeanServer JMX = ManagementFactory.getPlatformMBeanServer();

    private final Container container = new Container();
    private final CountDownLatch running = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private BackgroundTasksMonitor monitor;

    @BeforeEach
    void start() {
        container.start();
        monitor = container.get(BackgroundTasksMonitor.class);
    }

    @AfterEach
    void stop() {
        container.stop();
    }

    private RequestTasks blockedOneAndAnother() {
        RequestTasks request = container.request();
        BackgroundTasks tasks = request.queue();
        tasks.add(() -> {
            running.countDown();
            goOn.await();
        });
        tasks.add(() -> {});
        return request;
    }

    private RequestTasks withEveryEnd() {
        RequestTasks request = container.request();
        BackgroundTasks tasks = request.queue();
        tasks.named("good").add(() -> {});
        tasks.named("bad").add(() -> {
            throw new IllegalStateException("on purpose");
        });
        tasks.named("not wanted").onError().add(() -> {});
        return request;
    }

    @Test
    @DisplayName("C-41 every task is waiting, running, succeeded, failed or discarded")
    void counts() throws InterruptedException {
        RequestTasks blocked = blockedOneAndAnother();
        assertThat(monitor.waiting()).isEqualTo(2);
        blocked.release(Outcome.SUCCEEDED, Runnable::run);
        running.await();
        assertThat(monitor.waiting()).isEqualTo(1);
        assertThat(monitor.running()).isEqualTo(1);
        assertThat(monitor.awaitIdle(Duration.ZERO)).isFalse();
        goOn.countDown();
        container.complete(withEveryEnd(), Outcome.SUCCEEDED);

        assertThat(monitor.awaitIdle(Duration.ZERO)).isTrue();
        assertThat(monitor.waiting()).isZero();
        assertThat(monitor.running()).isZero();
        assertThat(monitor.succeeded()).isEqualTo(3);
        assertThat(monitor.failed()).isEqualTo(1);
        assertThat(monitor.discarded()).isEqualTo(1);
        assertThat(monitor.refused()).isZero();
    }

    @Test
    @DisplayName("C-41 awaitIdle waits for tasks that are held as well, for ever if need be")
    void awaitsHeldTasks() throws Exception {
        RequestTasks held = container.request();
        held.queue().add(() -> {});
        assertThat(monitor.awaitIdle(Duration.ofNanos(1))).isFalse();
        held.release(Outcome.SUCCEEDED, Runnable::run);
        assertThat(monitor.awaitIdle(Duration.ofSeconds(Long.MAX_VALUE))).isTrue();
        assertThatNullPointerException().isThrownBy(() -> monitor.awaitIdle(null));
    }

    @Test
    @DisplayName("C-41 JMX has the figures of the moment")
    void figuresOfTheMoment() throws Exception {
        RequestTasks blocked = blockedOneAndAnother();
        blocked.release(Outcome.SUCCEEDED, Runnable::run);
        running.await();
        AttributeList figures =
                JMX.getAttributes(beans().iterator().next(), new String[] {"Waiting", "Running", "Refused"});
        assertThat(figures.asList()).extracting(Attribute::getValue).containsExactly(1L, 1L, 0L);
        goOn.countDown();
        container.awaitIdle();
    }

    private static Set<ObjectName> beans() throws Exception {
        return JMX.queryNames(new ObjectName("org.backgroundtasks:type=BackgroundTasks,*"), null);
    }

    @Test
    @DisplayName("C-41 the figures are in JMX as long as the application is deployed, for each application")
    void managementBeans() throws Exception {
        Set<ObjectName> before = beans();
        assertThat(before).hasSize(1);
        EmbeddedRuntime second = EmbeddedRuntime.builder().start();
        assertThat(beans()).hasSize(2);
        second.close();
        assertThat(beans()).isEqualTo(before);

        container.complete(withEveryEnd(), Outcome.SUCCEEDED);
        AttributeList figures = JMX.getAttributes(
                before.iterator().next(),
                new String[] {"Waiting", "Running", "Succeeded", "Failed", "Discarded", "Refused"});
        assertThat(figures.asList()).extracting(Attribute::getValue).containsExactly(0L, 0L, 1L, 1L, 1L, 0L);
    }

    @Test
    @DisplayName("C-42 Flight Recorder has one event a task, with how long it waited and ran, and how it ended")
    void flightRecorder(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("tasks.jfr");
        try (Recording recording = new Recording()) {
            recording.enable("org.backgroundtasks.Task");
            recording.start();
            container.complete(withEveryEnd(), Outcome.SUCCEEDED);
            recording.stop();
            recording.dump(file);
        }
        assertThat(Files.size(file)).isPositive();
        assertThat(RecordingFile.readAllEvents(file))
                .allSatisfy(event -> {
                    assertThat(event.getString("request")).isEqualTo("GET /test");
                    assertThat(event.getDuration("waited")).isPositive();
                })
                .extracting(MonitoringTest::summary)
                .containsExactlyInAnyOrder(
                        "good SUCCEEDED ",
                        "bad FAILED java.lang.IllegalStateException: on purpose",
                        "not wanted DISCARDED the request succeeded");
    }

    private static String summary(RecordedEvent event) {
        return event.getString("taskName") + ' ' + event.getString("turn") + ' ' + event.getString("cause");
    }
}
