package org.backgroundtasks.it.applications;

import jakarta.annotation.Resource;
import jakarta.ejb.Singleton;
import jakarta.ejb.Timeout;
import jakarta.ejb.TimerConfig;
import jakarta.ejb.TimerService;
import jakarta.inject.Inject;

/** An EJB timer that adds tasks. Not nested in its case, which Enterprise Beans may not be. */
@Singleton
public class Alarm {

    @Resource
    TimerService timers;

    @Inject
    ScopeTasks added;

    /** Sets it to go off at once. */
    public void set() {
        timers.createSingleActionTimer(1, new TimerConfig("once", false));
    }

    @Timeout
    void goOff() {
        added.add("timer");
    }
}
