package org.backgroundtasks.benchmarks;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.control.ActivateRequestContext;
import java.util.concurrent.CountDownLatch;

/** What work that is handed to an executor takes to have a request scope. */
@ApplicationScoped
public class Worker {

    @ActivateRequestContext
    void work(CountDownLatch done) {
        done.countDown();
    }
}
