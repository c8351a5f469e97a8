/**
 * Carries the diagnostic context of log lines (MDC): {@code CorrelationExtension} reads what is configured, a {@code
 * DiagnosticContext} is one logging API's, a {@code CarriedContext} is what one task carries.
 */
@NullMarked
package org.backgroundtasks.correlation.internal;

import org.jspecify.annotations.NullMarked;
