package org.backgroundtasks.database.internal.scheduling;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.ThreadLocalRandom;

/** What a row says of who has taken it. Nobody acts on it, so it is for administrators to read. */
final class NodeName {

    private static final int LONGEST_HOST = 30;

    private NodeName() {}

    /** The machine and the process, and a number that tells two applications in it apart. */
    static String next() {
        String host = host();
        return host.substring(0, Math.min(host.length(), LONGEST_HOST))
                + '/'
                + ProcessHandle.current().pid()
                + '/'
                + ThreadLocalRandom.current().nextInt(1_000);
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException unnamed) {
            return "localhost";
        }
    }
}
