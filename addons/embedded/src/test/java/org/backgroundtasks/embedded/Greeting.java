package org.backgroundtasks.embedded;

import jakarta.enterprise.context.RequestScoped;

/** A request-scoped bean: one a request. */
@RequestScoped
class Greeting {

    private int calls;

    int next() {
        return ++calls;
    }
}
