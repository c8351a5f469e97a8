package org.backgroundtasks.internal.report;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.EventType;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** Records a task in Flight Recorder: its duration is the time it ran. */
@Name("org.backgroundtasks.Task")
@Label("Background Task")
@Description("A background task, from its start to its end, or the moment it was discarded")
@Category({"Jakarta EE", "Background Tasks"})
@StackTrace(false)
public final class JfrTaskEvent extends Event {

    private static final EventType TYPE = EventType.getEventType(JfrTaskEvent.class);

    @Label("Id")
    String taskId = "";

    @Label("Name")
    String taskName = "";

    @Label("Request")
    @Description("Method and path of the request that added the task")
    String request = "";

    @Label("Waiting Time")
    @Timespan
    long waited;

    @Label("Turn")
    @Description("How the task's life ended")
    String turn = "";

    @Label("Cause")
    String cause = "";

    /** Whether a recording wants these events. */
    static boolean isRecorded() {
        return TYPE.isEnabled();
    }
}
