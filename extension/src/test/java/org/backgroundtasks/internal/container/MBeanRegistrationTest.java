package org.backgroundtasks.internal.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.logging.Level;
import javax.management.MXBean;
import javax.management.ObjectName;
import org.backgroundtasks.internal.engine.LogEntries;
import org.backgroundtasks.internal.engine.TestNaming;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The MBean of an application")
class MBeanRegistrationTest {

    private final TestNaming naming = new TestNaming();
    private final LogEntries log = new LogEntries(Level.FINE);
    private final MBeanRegistration registration = new MBeanRegistration(new Jndi());
    private ObjectName name;

    @MXBean
    public interface Figures {
        int one();
    }

    @BeforeEach
    void bind() throws Exception {
        naming.bind("java:app/AppName", "registered");
        name = new ObjectName("org.backgroundtasks:type=BackgroundTasks,application=\"registered\"");
    }

    @AfterEach
    void clear() {
        registration.unregister();
        log.close();
        naming.close();
    }

    private static boolean isRegistered(ObjectName name) {
        return ManagementFactory.getPlatformMBeanServer().isRegistered(name);
    }

    @Test
    @DisplayName("C-34 is there from the start of the application to its stop")
    void registers() {
        registration.register((Figures) () -> 1);
        assertThat(isRegistered(name)).isTrue();
        registration.unregister();
        assertThat(isRegistered(name)).isFalse();
        assertThat(log.messages()).isEmpty();
    }

    @Test
    @DisplayName("C-34 that JMX refuses costs a line at DEBUG, which says why")
    void refused() {
        registration.register(new Object());
        assertThat(log.messages())
                .singleElement()
                .asString()
                .contains("FINE The figures of background tasks are not in JMX", "NotCompliantMBeanException");
    }

    @Test
    @DisplayName("C-34 that somebody else has removed is no fault at the stop")
    void removedByAnother() throws Exception {
        registration.register((Figures) () -> 1);
        ManagementFactory.getPlatformMBeanServer().unregisterMBean(name);
        registration.unregister();
        assertThat(log.messages()).isEmpty();
    }
}
