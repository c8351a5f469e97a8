package org.backgroundtasks.durable.internal.monitor;

/** The figures of {@link org.backgroundtasks.durable.DurableTasksMonitor} as JMX attributes. */
public interface DurableTasksMXBean {

    int getConsumers();

    int getLiveConsumers();

    long getHandled();

    long getRetried();

    long getDeadLettered();
}
