/** Is asked by MicroProfile Health: {@code HealthExtension} adds the check, {@code TasksReadiness} answers. */
@NullMarked
package org.backgroundtasks.health.internal;

import org.jspecify.annotations.NullMarked;
