/** What becomes of each task: the log, counts, CDI events, Flight Recorder. Nothing called from here can disturb a task. */
@NullMarked
package org.backgroundtasks.internal.report;

import org.jspecify.annotations.NullMarked;
