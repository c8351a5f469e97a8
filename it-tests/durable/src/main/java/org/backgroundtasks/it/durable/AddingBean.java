package org.backgroundtasks.it.durable;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import org.backgroundtasks.durable.DurableTasks;

/** An enterprise bean, which is in a transaction of the container. */
@Stateless
public class AddingBean {

    @Inject
    DurableTasks durable;

    public void add(String text) {
        durable.add(WriteDown.class, new Note(text));
    }
}
