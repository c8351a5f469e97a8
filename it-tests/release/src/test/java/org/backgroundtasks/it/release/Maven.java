package org.backgroundtasks.it.release;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The Maven of this build, started once more. */
final class Maven {

    /** What this build has fetched. */
    static final Path REPOSITORY = Path.of(System.getProperty("release.repository"));

    private Maven() {}

    static Program run(Path directory, Path repository, Map<String, String> environment, List<String> arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(System.getProperty("release.maven"), "-B", "-ntp", "-Dmaven.repo.local=" + repository));
        command.addAll(arguments);
        Map<String, String> variables = new HashMap<>(environment);
        variables.put("JAVA_HOME", System.getProperty("java.home"));
        return Program.run(directory, variables, command);
    }
}
