package org.backgroundtasks.testing;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.backgroundtasks.TaskContext;

/** Writes down what it sends, and in which thread. */
@ApplicationScoped
public class Mailer {

    private final Queue<String> sent = new ConcurrentLinkedQueue<>();
    private final Queue<Thread> threads = new ConcurrentLinkedQueue<>();

    @Inject
    TaskContext task;

    public void send(String email, String text) {
        if (email.startsWith("nobody")) {
            throw new IllegalArgumentException("no such user");
        }
        threads.add(Thread.currentThread());
        sent.add(task.name() + " to " + email + ": " + text);
    }

    Queue<String> sent() {
        return sent;
    }

    Queue<Thread> threads() {
        return threads;
    }
}
