package org.backgroundtasks.it.micro;

import fish.payara.micro.PayaraMicroRuntime;
import fish.payara.micro.boot.PayaraMicroLauncher;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.rmi.registry.LocateRegistry;
import java.rmi.server.RMIServerSocketFactory;
import java.rmi.server.UnicastRemoteObject;

/**
 * Payara Micro as its command line starts it. Applications come and go while it runs, at the word of another process: on the
 * loopback address and the port that the system property {@code it.micro.port} has.
 */
public final class Micro {

    /** What it says when they can. */
    public static final String OPEN = "Payara Micro takes applications";

    private Micro() {}

    /**
     * Starts it.
     *
     * @param arguments as for {@code java -jar payara-micro.jar}
     */
    public static void main(String[] arguments) throws Exception {
        PayaraMicroRuntime server = PayaraMicroLauncher.create(arguments).getRuntime();
        int port = Integer.getInteger("it.micro.port");
        // not "the loopback address", which is that of IPv6 within Micro 7
        InetAddress address = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        RMIServerSocketFactory loopback = number -> new ServerSocket(number, 0, address);
        LocateRegistry.createRegistry(port, null, loopback)
                .bind(
                        Applications.NAME,
                        UnicastRemoteObject.exportObject(new AdministeredApplications(server), port, null, loopback));
        System.out.println(OPEN);
    }
}
