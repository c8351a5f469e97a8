/** Proofs that need a process to overload, stop or kill; their sizes are system properties. */
@org.jspecify.annotations.NullMarked
package org.backgroundtasks.it.reliability;
