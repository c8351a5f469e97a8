package org.backgroundtasks.examples.guides;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;

/** Makes the server's default scheduler injectable. */
@Dependent
public class Schedulers {

    @Produces
    @Resource
    ManagedScheduledExecutorService standard;
}
