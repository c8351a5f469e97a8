package org.backgroundtasks.it.micro;

import java.rmi.Remote;
import java.rmi.RemoteException;

/** The applications of a running Payara Micro, for another process. */
public interface Applications extends Remote {

    /** What they are found as. */
    String NAME = "applications";

    /**
     * Deploys one.
     *
     * @param name its name, and its context root
     * @param file the archive
     * @return why it failed, or nothing
     */
    String deploy(String name, String file) throws RemoteException, InterruptedException;

    /**
     * Takes one away.
     *
     * @param name its name
     * @return why it failed, or nothing
     */
    String undeploy(String name) throws RemoteException, InterruptedException;
}
