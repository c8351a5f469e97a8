package org.backgroundtasks.database.internal.node;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.backgroundtasks.spi.BackgroundTasksEngine;

/** What rows say of the node that they belong to. */
public final class NodeName {

    private static final int LONGEST_HOST = 30;

    /** One for each application, whose class loader this must not keep. */
    private static final Map<BackgroundTasksEngine, String> NAMES = new WeakHashMap<>();

    private NodeName() {}

    /** The machine and the process, and a number that tells two applications in it apart; the same for one application each time. */
    public static String of(BackgroundTasksEngine engine) {
        synchronized (NAMES) {
            return NAMES.computeIfAbsent(engine, application -> next());
        }
    }

    private static String next() {
        String host = host();
        return host.substring(0, Math.min(host.length(), LONGEST_HOST))
                + '/'
                + ProcessHandle.current().pid()
                + '/'
                + ThreadLocalRandom.current().nextInt(1_000_000);
    }

    /** The machine's name, as far as it is known. */
    static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException unnamed) {
            return "localhost";
        }
    }
}
