package org.backgroundtasks.durable.internal;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import javax.management.AttributeChangeNotification;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.Notification;
import javax.management.NotificationListener;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * Hears from WildFly that it is suspended, long before it stops applications: it waits for message-driven beans, closes their
 * sessions in the end, and then nothing that they have received can be stored again. Thread-safe.
 */
final class ServerStop implements NotificationListener {

    private static final String STATE = "jboss.root:type=state";
    private static final String ATTRIBUTE = "RunningState";
    private static final Set<String> SUSPENDED = Set.of("pre-suspend", "suspending", "suspended", "stopping");

    /** WildFly closes the sessions after 30 seconds, unless told otherwise. */
    private static final Duration LONGEST = Duration.ofSeconds(25);

    private final Duration patience;
    private final Executor newThread;
    private final Runnable endAttempts;
    private @Nullable CountDownLatch resumed;

    private ServerStop(Duration patience, Executor newThread, Runnable endAttempts) {
        this.patience = patience.compareTo(LONGEST) < 0 ? patience : LONGEST;
        this.newThread = newThread;
        this.endAttempts = endAttempts;
    }

    /** Does nothing on another server. */
    static ServerStop listen(Duration patience, Executor newThread, Runnable endAttempts) {
        ServerStop listener = new ServerStop(patience, newThread, endAttempts);
        try {
            beans().addNotificationListener(new ObjectName(STATE), listener, null, null);
        } catch (JMException | RuntimeException notWildFly) {
            // and so nobody tells
        }
        return listener;
    }

    private static MBeanServer beans() {
        return ManagementFactory.getPlatformMBeanServer();
    }

    @Override
    public void handleNotification(Notification notification, @Nullable Object handback) {
        if (notification instanceof AttributeChangeNotification change
                && change.getAttributeName().equals(ATTRIBUTE)) {
            if (SUSPENDED.contains(String.valueOf(change.getNewValue()))) {
                suspended();
            } else {
                resumed();
            }
        }
    }

    private synchronized void suspended() {
        if (resumed == null) {
            CountDownLatch end = new CountDownLatch(1);
            resumed = end;
            newThread.execute(() -> endAttemptsUnless(end));
        }
    }

    private synchronized void resumed() {
        if (resumed != null) {
            resumed.countDown();
            resumed = null;
        }
    }

    private void endAttemptsUnless(CountDownLatch resumed) {
        try {
            if (!resumed.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                endAttempts.run();
            }
        } catch (InterruptedException applicationGone) {
            Thread.currentThread().interrupt();
        }
    }

    void close() {
        resumed();
        try {
            beans().removeNotificationListener(new ObjectName(STATE), this);
        } catch (JMException | RuntimeException notWildFly) {
            // or a bean that is gone itself
        }
    }
}
