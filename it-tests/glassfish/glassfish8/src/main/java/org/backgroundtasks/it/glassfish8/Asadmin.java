package org.backgroundtasks.it.glassfish8;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Hands over to GlassFish 8's own {@code bin/asadmin}. As {@code glassfish/modules/admin-cli.jar}, the place where up to
 * GlassFish 7 asadmin was and Arquillian's connector still looks for it.
 */
final class Asadmin {

    private Asadmin() {}

    public static void main(String[] arguments) throws IOException, InterruptedException, URISyntaxException {
        Path jar = Path.of(Asadmin.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        List<String> command = new ArrayList<>();
        command.add(jar.resolve("../../../bin/asadmin").normalize().toString());
        command.addAll(List.of(arguments));
        System.exit(new ProcessBuilder(command).inheritIO().start().waitFor());
    }
}
