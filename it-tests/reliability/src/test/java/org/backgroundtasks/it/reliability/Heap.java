package org.backgroundtasks.it.reliability;

import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** What can be reached in the JVM of a server. */
record Heap(long kilobytes, long ourInstances) {

    /** Rank, instances, bytes, class. */
    private static final Pattern LINE = Pattern.compile("(?m)^ *\\d+: +(\\d+) +(\\d+) +(\\S+)");

    private static final Pattern OURS = Pattern.compile("\\[*L?org\\.backgroundtasks\\..*");

    /** Only each fourth collection compacts all of the heap; the others leave dead space, which is counted. */
    private static final int COLLECTIONS = 4;

    static Heap of(Server server) {
        for (int i = 0; i < COLLECTIONS; i++) {
            Server.run("jcmd", server.process(), "GC.run");
        }
        long bytes = 0;
        long ourInstances = 0;
        for (MatchResult line : LINE.matcher(Server.run("jcmd", server.process(), "GC.class_histogram"))
                .results()
                .toList()) {
            bytes += Long.parseLong(line.group(2));
            if (OURS.matcher(line.group(3)).matches()) {
                ourInstances += Long.parseLong(line.group(1));
            }
        }
        return new Heap(bytes / 1024, ourInstances);
    }
}
