package org.backgroundtasks.internal.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import javax.management.MBeanServer;
import javax.management.MBeanServerBuilder;
import javax.management.MBeanServerDelegate;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("E-11 An MBean server that refuses, in a JVM of its own")
@Timeout(60)
class MBeanServerTest {

    /** Makes the platform's MBean server, which refuses the library's MBeans. */
    public static final class Builder extends MBeanServerBuilder {
        @Override
        public MBeanServer newMBeanServer(String domain, MBeanServer outer, MBeanServerDelegate delegate) {
            MBeanServer real = super.newMBeanServer(domain, outer, delegate);
            return (MBeanServer) Proxy.newProxyInstance(
                    Builder.class.getClassLoader(), new Class<?>[] {MBeanServer.class}, (proxy, method, arguments) -> {
                        if (method.getName().endsWith("egisterMBean")
                                && String.valueOf(arguments[arguments.length - 1])
                                        .contains("org.backgroundtasks")) {
                            System.out.println("refused");
                            throw new SecurityException("on purpose");
                        }
                        try {
                            return method.invoke(real, arguments);
                        } catch (InvocationTargetException thrown) {
                            throw thrown.getCause();
                        }
                    });
        }
    }

    /** The application: runs a task, and stops. */
    public static final class Main {
        public static void main(String[] args) {
            ManagementFactory.getPlatformMBeanServer();
            try (TestApplication app = TestApplication.with().start()) {
                app.run(tasks -> tasks.add(() -> System.out.println("ran")));
            }
            System.out.println("stopped");
        }
    }

    @Test
    @DisplayName("C-34 an MBean server that refuses fails neither the deployment, nor a task, nor the stop")
    void refuses() throws Exception {
        Process jvm = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "-Djavax.management.builder.initial=" + Builder.class.getName(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            String printed = new String(jvm.getInputStream().readAllBytes(), UTF_8);
            assertThat(printed.lines()).containsExactly("refused", "ran", "stopped");
            assertThat(jvm.waitFor()).isZero();
        } finally {
            jvm.destroyForcibly();
        }
    }
}
