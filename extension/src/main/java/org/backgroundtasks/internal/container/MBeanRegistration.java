package org.backgroundtasks.internal.container;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;
import javax.management.InstanceAlreadyExistsException;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/** Registers the MBean of one application for as long as the application is there. */
public final class MBeanRegistration {

    private static final Logger LOG = System.getLogger("org.backgroundtasks");

    private final Jndi jndi;
    private @Nullable ObjectName registered;

    MBeanRegistration(Jndi jndi) {
        this.jndi = jndi;
    }

    /** Takes an implementation of an MXBean interface. */
    public synchronized void register(Object figures) {
        String application = jndi.find("java:app/AppName") instanceof String known ? known : "unnamed";
        try {
            registered = registered(figures, application, 1);
        } catch (JMException | RuntimeException | Error refusal) {
            LOG.log(Level.DEBUG, "The figures of background tasks are not in JMX", refusal);
        }
    }

    /** Two applications without a name in one virtual machine are told apart by a number. */
    private static ObjectName registered(Object figures, String application, int number) throws JMException {
        String name = number == 1 ? application : application + '-' + number;
        try {
            return ManagementFactory.getPlatformMBeanServer()
                    .registerMBean(
                            figures,
                            new ObjectName(
                                    "org.backgroundtasks:type=BackgroundTasks,application=" + ObjectName.quote(name)))
                    .getObjectName();
        } catch (InstanceAlreadyExistsException taken) {
            return registered(figures, application, number + 1);
        }
    }

    synchronized void unregister() {
        ObjectName name = registered;
        registered = null;
        if (name != null) {
            try {
                ManagementFactory.getPlatformMBeanServer().unregisterMBean(name);
            } catch (InstanceNotFoundException goneAlready) {
                // somebody else has removed it
            } catch (JMException | RuntimeException | Error refusal) {
                LOG.log(Level.WARNING, "The MBean " + name + " stays, and keeps the application's classes", refusal);
            }
        }
    }
}
