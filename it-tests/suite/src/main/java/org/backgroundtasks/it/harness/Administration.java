package org.backgroundtasks.it.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;
import org.jboss.arquillian.container.spi.event.container.AfterStart;
import org.jboss.arquillian.core.api.annotation.Observes;
import org.jboss.arquillian.core.spi.LoadableExtension;

/**
 * What an administrator does before the first deployment, with the server's own tool. The system property
 * {@code it.administration} has the command, an argument a line; without it nothing is done. The server has started by then,
 * unless its connector puts that off until the first deployment, as Payara's does.
 */
public final class Administration {

    private static final Logger LOG = Logger.getLogger(Administration.class.getName());
    private static final int LIMIT_SECONDS = 180;

    /** Makes it known to Arquillian. */
    public static final class Extension implements LoadableExtension {

        @Override
        public void register(ExtensionBuilder builder) {
            builder.observer(Administration.class);
        }
    }

    /**
     * Runs the command.
     *
     * @throws IllegalStateException when it fails or does not end in time
     */
    public void administer(@Observes AfterStart started) throws IOException, InterruptedException {
        List<String> command = System.getProperty("it.administration", "")
                .lines()
                .map(String::strip)
                .filter(argument -> !argument.isEmpty())
                .toList();
        if (command.isEmpty()) {
            return;
        }
        Path output = Files.createTempFile("administration", ".txt");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
        process.destroyForcibly();
        String text = Files.readString(output);
        Files.delete(output);
        if (!ended || process.exitValue() != 0) {
            throw new IllegalStateException(
                    command + (ended ? " failed:\n" : " has not ended in " + LIMIT_SECONDS + " s:\n") + text);
        }
        LOG.info(text);
    }
}
