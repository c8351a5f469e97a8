/**
 * Proves that tasks start after the response. {@code CompleteResponse} and {@code UnreadResponse} are the two proofs on the client's
 * side; a {@code ProbeCall} tells the application's side where the client listens, and a {@code TaskLine} connects to it.
 */
@NullMarked
package org.backgroundtasks.testing.internal.proof;

import org.jspecify.annotations.NullMarked;
