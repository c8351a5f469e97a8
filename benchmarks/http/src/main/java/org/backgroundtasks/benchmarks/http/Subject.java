package org.backgroundtasks.benchmarks.http;

import java.net.URI;

/**
 * An application on a server.
 *
 * @param process whose CPU time counts
 * @param server what it runs on, as the page names it
 * @param variant whose work its tasks are
 * @param threads how many threads its executor has, 0 for virtual ones
 * @param base where it answers, ending in a slash
 */
record Subject(ServerProcess process, String server, String variant, int threads, URI base) {

    Subject as(String other) {
        return new Subject(process, server, other, threads, base);
    }
}
