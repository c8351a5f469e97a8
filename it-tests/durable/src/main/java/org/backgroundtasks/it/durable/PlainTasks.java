package org.backgroundtasks.it.durable;

import org.backgroundtasks.durable.DurableTaskListener;

/** A message-driven bean by the deployment descriptor, which tells its queue. */
public class PlainTasks extends DurableTaskListener {}
