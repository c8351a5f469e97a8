package org.backgroundtasks.it.applications;

import jakarta.enterprise.context.ApplicationScoped;

/** For an application without the library. */
@ApplicationScoped
public class NoAdder implements Adder {

    @Override
    public void add(String key, Act act) {}

    @Override
    public Adder handle() {
        return this;
    }
}
