package org.backgroundtasks.benchmarks.http;

import java.net.URI;

/** One kind of request to an application. */
record Case(Subject subject, String path) {

    URI uri() {
        return subject.base().resolve(path.substring(1));
    }

    @Override
    public String toString() {
        return subject.server() + ", " + subject.variant() + " " + path;
    }
}
