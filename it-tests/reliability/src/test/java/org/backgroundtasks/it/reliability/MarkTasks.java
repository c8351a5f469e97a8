package org.backgroundtasks.it.reliability;

import org.backgroundtasks.durable.DurableTaskListener;

/** Receives the tasks of {@link Marks}, by the deployment descriptor. */
public class MarkTasks extends DurableTaskListener {}
