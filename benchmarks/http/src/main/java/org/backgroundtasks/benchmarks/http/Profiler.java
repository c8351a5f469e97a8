package org.backgroundtasks.benchmarks.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Samples where a process spends its CPU time, by async-profiler. */
final class Profiler {

    private final Path jcmd;
    private final Path library;
    private final Path stacks;

    /**
     * A profiler for the processes of one JDK.
     *
     * @param java the home of that JDK
     * @param library async-profiler's shared library
     * @param work where its files go
     */
    Profiler(Path java, Path library, Path work) {
        jcmd = java.resolve("bin/jcmd");
        this.library = library.toAbsolutePath();
        stacks = work.resolve("stacks").toAbsolutePath();
    }

    void start(ServerProcess process) throws IOException, InterruptedException {
        try {
            agent(process, start("cpu-clock"));
        } catch (IOException refused) {
            // without the right to perf events: as seldom as the kernel's clock ticks, every 4 ms
            agent(process, start("itimer"));
        }
    }

    /** Samples of the CPU time, not of the clock. */
    private static String start(String event) {
        return "start,event=" + event + ",interval=500us,threads";
    }

    /** How many samples of this case fell on what, since the start; each place is there, in order. Keeps the stacks. */
    Map<Place, Long> stop(Case one) throws IOException, InterruptedException {
        Path latest = Files.createDirectories(stacks).resolve("latest");
        agent(one.subject().process(), "stop,collapsed,file=" + latest);
        List<String> lines = Files.readAllLines(latest);
        Path all = stacks.resolve(one.toString().replaceAll("\\W+", "-") + ".txt");
        Files.write(all, lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        var samples = new LinkedHashMap<Place, Long>();
        for (Place place : Place.values()) {
            samples.put(place, 0L);
        }
        for (String line : lines) {
            int end = line.lastIndexOf(' ');
            samples.merge(Place.of(line.substring(0, end)), Long.parseLong(line.substring(end + 1)), Long::sum);
        }
        return samples;
    }

    private void agent(ServerProcess process, String options) throws IOException, InterruptedException {
        Process command = new ProcessBuilder(
                        jcmd.toString(), "" + process.pid(), "JVMTI.agent_load", library.toString(), quoted(options))
                .redirectErrorStream(true)
                .start();
        String answer = new String(command.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (command.waitFor() != 0 || !answer.contains("return code: 0")) {
            throw new IOException("The profiler did not take " + options + ": " + answer);
        }
    }

    /** Else jcmd takes what is before an equals sign for an option of its own. */
    private static String quoted(String options) {
        return '"' + options + '"';
    }
}
