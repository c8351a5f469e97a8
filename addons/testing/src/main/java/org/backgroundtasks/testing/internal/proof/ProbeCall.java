package org.backgroundtasks.testing.internal.proof;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a proof's request tells the probe in the application, as the value of a header.
 *
 * @param listener the port on 127.0.0.1 where the client waits for the task
 * @param token what the task says there, so that it is not mistaken for another request's
 * @param client the port of the client's end of the connection
 * @param server the port of the other end
 * @param bytes how long the probe's own response is, 0 for the application's response
 */
public record ProbeCall(int listener, long token, int client, int server, int bytes) {

    public static final String HEADER = "Background-Tasks-Response-First";

    /** Marks a response of an application that has the probe. */
    public static final String PRESENT = "present";

    private static final Pattern VALUE =
            Pattern.compile("(\\d{1,5}) ([0-9a-f]{1,16}) (\\d{1,5}) (\\d{1,5}) (\\d{1,8})");

    /**
     * Reads a header.
     *
     * @throws IllegalArgumentException if no proof wrote it
     */
    public static ProbeCall parse(String value) {
        Matcher matcher = VALUE.matcher(value);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("The header " + HEADER
                    + " is for ResponseFirst of background-tasks-testing, which did not write this one.");
        }
        return new ProbeCall(
                Integer.parseInt(matcher.group(1)),
                Long.parseUnsignedLong(matcher.group(2), 16),
                Integer.parseInt(matcher.group(3)),
                Integer.parseInt(matcher.group(4)),
                Integer.parseInt(matcher.group(5)));
    }

    /** All that the application's part needs. */
    public static Class<?>[] withItsUsers(Class<?> probe) {
        return new Class<?>[] {probe, ProbeCall.class, TaskLine.class, Neighbour.class};
    }

    public String value() {
        return "%d %x %d %d %d".formatted(listener, token, client, server, bytes);
    }
}
