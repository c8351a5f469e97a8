/**
 * Tells OpenTelemetry of every task: {@code TelemetryExtension} finds it, {@code Instruments} are what it measures with, a {@code
 * TracedTask} is what it sees of one task.
 */
@NullMarked
package org.backgroundtasks.telemetry.internal;

import org.jspecify.annotations.NullMarked;
