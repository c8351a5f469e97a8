package org.backgroundtasks.durable.internal.monitor;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.LongAdder;
import javax.management.InstanceAlreadyExistsException;
import javax.management.JMException;
import javax.management.ObjectName;
import org.backgroundtasks.durable.DurableTasksMonitor;
import org.backgroundtasks.durable.internal.container.Naming;
import org.backgroundtasks.durable.spi.TaskStore;
import org.jspecify.annotations.Nullable;

/** Counts what this node receives, for the application and for JMX. */
public final class Figures implements DurableTasksMonitor, DurableTasksMXBean {

    private static final Logger LOG = System.getLogger("org.backgroundtasks.durable");

    private final LongAdder handled = new LongAdder();
    private final LongAdder retried = new LongAdder();
    private final LongAdder deadLettered = new LongAdder();
    private volatile @Nullable TaskStore store;
    private @Nullable ObjectName registered;

    /** From now on the consumers of this store are counted. */
    public void of(TaskStore opened) {
        store = opened;
    }

    @Override
    public int consumers() {
        TaskStore present = store;
        return present == null ? 0 : present.consumers();
    }

    @Override
    public int liveConsumers() {
        TaskStore present = store;
        return present == null ? 0 : present.liveConsumers();
    }

    public void addHandled() {
        handled.increment();
    }

    public void addRetried() {
        retried.increment();
    }

    public void addDeadLettered() {
        deadLettered.increment();
    }

    @Override
    public long handled() {
        return handled.sum();
    }

    @Override
    public long retried() {
        return retried.sum();
    }

    @Override
    public long deadLettered() {
        return deadLettered.sum();
    }

    @Override
    public int getConsumers() {
        return consumers();
    }

    @Override
    public int getLiveConsumers() {
        return liveConsumers();
    }

    @Override
    public long getHandled() {
        return handled();
    }

    @Override
    public long getRetried() {
        return retried();
    }

    @Override
    public long getDeadLettered() {
        return deadLettered();
    }

    /** Once the application has its name. */
    public synchronized void register() {
        String application = Naming.find("java:app/AppName") instanceof String known ? known : "unnamed";
        try {
            registered = registered(application, 1);
        } catch (JMException | RuntimeException refusal) {
            LOG.log(Level.DEBUG, "The figures of durable tasks are not in JMX", refusal);
        }
    }

    /** Two applications without a name in one virtual machine are told apart by a number. */
    private ObjectName registered(String application, int number) throws JMException {
        String name = number == 1 ? application : application + '-' + number;
        try {
            return ManagementFactory.getPlatformMBeanServer()
                    .registerMBean(
                            this,
                            new ObjectName(
                                    "org.backgroundtasks:type=DurableTasks,application=" + ObjectName.quote(name)))
                    .getObjectName();
        } catch (InstanceAlreadyExistsException taken) {
            return registered(application, number + 1);
        }
    }

    /** Nothing of the application may be held from outside any more. */
    public synchronized void unregister() {
        ObjectName name = registered;
        registered = null;
        if (name != null) {
            try {
                ManagementFactory.getPlatformMBeanServer().unregisterMBean(name);
            } catch (JMException | RuntimeException refusal) {
                LOG.log(Level.WARNING, "The MBean " + name + " stays, and keeps the application's classes", refusal);
            }
        }
    }
}
