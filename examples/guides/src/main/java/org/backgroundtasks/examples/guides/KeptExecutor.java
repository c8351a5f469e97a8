package org.backgroundtasks.examples.guides;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;

/** Shows WildFly that the application needs this executor, so that it stops later. */
@ApplicationScoped
public class KeptExecutor {

    @Resource(lookup = "java:jboss/ee/concurrency/executor/background")
    ManagedExecutorService executor;
}
