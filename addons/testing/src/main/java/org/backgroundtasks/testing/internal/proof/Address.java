package org.backgroundtasks.testing.internal.proof;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Says whether a proof can be made at an address, and what to do if not. */
public final class Address {

    private static final int HIGHEST_PORT = 65_535;

    private Address() {}

    /**
     * Returns if a proof can connect to it.
     *
     * @throws IllegalArgumentException if not
     */
    public static void check(URI uri) {
        String problem = problem(uri);
        if (problem != null) {
            throw new IllegalArgumentException("Cannot send to " + withoutUser(uri) + ". " + problem);
        }
    }

    private static String withoutUser(URI uri) {
        return uri.getRawUserInfo() == null ? uri.toString() : uri.toString().replace(uri.getRawUserInfo() + '@', "");
    }

    private static @Nullable String problem(URI uri) {
        if (uri.getScheme() == null) {
            return "The address is relative. Begin with the application's, such as http://localhost:8080/shop";
        }
        switch (uri.getScheme().toLowerCase(Locale.ROOT)) {
            case "http" -> {}
            case "https" -> {
                return "ResponseFirst counts bytes on the connection, which TLS hides. Use http and the port without TLS.";
            }
            default -> {
                return "ResponseFirst needs an address of HTTP. Begin with http://";
            }
        }
        if (uri.getHost() == null) {
            return "The address has no host that can be connected to. Begin with http://localhost and the port.";
        }
        if (uri.getPort() == 0 || uri.getPort() > HIGHEST_PORT) {
            return "There is no port " + uri.getPort() + ". Use the one at which the application answers.";
        }
        if (uri.getRawUserInfo() != null) {
            return "The address names a user, which HTTP does not send. Log in with header(\"Authorization\", …).";
        }
        try {
            return Stream.of(InetAddress.getAllByName(uri.getHost())).allMatch(InetAddress::isLoopbackAddress)
                    ? null
                    : "The probe connects to its own machine only. Run the application on this one and use localhost.";
        } catch (UnknownHostException unknown) {
            return "The host is unknown. Use localhost.";
        }
    }
}
