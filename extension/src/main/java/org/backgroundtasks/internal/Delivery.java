package org.backgroundtasks.internal;

import java.time.Duration;

/**
 * What a task that was added elsewhere brings along.
 *
 * @param id its id there
 * @param attempt which attempt at it this is, 1 for the first
 * @param method the HTTP method of the request that added it, empty if there was none
 * @param path the path of that request, empty if there was none
 * @param age how long ago it was added
 */
public record Delivery(String id, int attempt, String method, String path, Duration age) {}
