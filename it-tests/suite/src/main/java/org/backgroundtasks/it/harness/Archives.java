package org.backgroundtasks.it.harness;

import java.io.File;
import java.util.stream.Stream;
import org.backgroundtasks.it.applications.Adder;
import org.backgroundtasks.it.applications.Api;
import org.backgroundtasks.it.applications.Freezer;
import org.backgroundtasks.it.applications.Journal;
import org.backgroundtasks.it.applications.JournalResource;
import org.backgroundtasks.it.applications.Kinds;
import org.backgroundtasks.it.client.Kind;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.ClassAsset;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** Builds the web archives that the cases deploy. */
public final class Archives {

    private Archives() {}

    /**
     * An application as a user has it: classes and the library in {@code WEB-INF/lib}, no {@code web.xml}, no
     * {@code beans.xml}. Its JAX-RS resources are below {@link Api#PATH}, the {@link Journal} among them.
     *
     * @param name the archive's name without {@code .war}, which servers take as the context root
     * @param classes the application's classes
     * @return the archive, open to additions
     */
    public static WebArchive web(String name, Class<?>... classes) {
        return webWithoutLibrary(name, classes).addAsLibraries(library());
    }

    /**
     * The same application without the library.
     *
     * @param name the archive's name without {@code .war}
     * @param classes the application's classes
     * @return the archive, open to additions
     */
    public static WebArchive webWithoutLibrary(String name, Class<?>... classes) {
        return bare(name, classes).addClasses(Api.class, Journal.class, JournalResource.class);
    }

    /**
     * Adds an endpoint for each {@link Kind} of response.
     *
     * @param archive where to
     * @param adder the {@link Adder} that all of them use
     * @return the archive
     */
    public static WebArchive kinds(WebArchive archive, Class<? extends Adder> adder) {
        return archive.addClasses(Kinds.class, Kinds.Mapper.class, Adder.class, Adder.Act.class, Freezer.class, adder);
    }

    /**
     * Adds the same endpoints, and the runtime's own compression.
     *
     * @param archive where to
     * @param adder the {@link Adder} that all of them use
     * @return the archive
     */
    public static WebArchive compressing(WebArchive archive, Class<? extends Adder> adder) {
        return kinds(archive, adder).addClasses(Kinds.Gzip.class, Kinds.AskedForGzip.class);
    }

    /**
     * Adds the application's own configuration.
     *
     * @param archive where to
     * @param lines lines of a properties file
     * @return the archive
     */
    public static WebArchive configured(WebArchive archive, String... lines) {
        return archive.addAsResource(
                new StringAsset(String.join("\n", lines) + "\n"), "META-INF/microprofile-config.properties");
    }

    /**
     * Classes alone.
     *
     * @param name the archive's name without {@code .war}
     * @param classes the application's classes
     * @return the archive, open to additions
     */
    public static WebArchive bare(String name, Class<?>... classes) {
        var archive = ShrinkWrap.create(WebArchive.class, name + ".war").addClasses(classes);
        // a nested class cannot be a bean without its outer one, which is a case mostly; its other classes stay out
        Stream.of(classes)
                .map(Class::getNestHost)
                .distinct()
                .forEach(outer -> archive.addAsWebInfResource(
                        new ClassAsset(outer), "classes/" + outer.getName().replace('.', '/') + ".class"));
        return archive;
    }

    /**
     * The library's jars.
     *
     * @return the jars in the directory that the system property {@code it.library} names, none when there is none
     */
    public static File[] library() {
        File[] jars = new File(System.getProperty("it.library", "")).listFiles((dir, name) -> name.endsWith(".jar"));
        return jars == null ? new File[0] : jars;
    }

    /**
     * The jar of an optional module.
     *
     * @param name what its artifact is called after {@code background-tasks-}
     * @return the jar, in the directory that the system property {@code it.addons} names
     */
    public static File[] addon(String name) {
        return jars("background-tasks-" + name);
    }

    /**
     * The jars of the status module.
     *
     * @return its own, and the one that it depends on
     */
    public static File[] status() {
        return Stream.of(addon("status"), jars("caffeine")).flatMap(Stream::of).toArray(File[]::new);
    }

    /**
     * The jars for the diagnostic context of log lines.
     *
     * @return the module's own, and a logging API for servers that show none to applications
     */
    public static File[] correlation() {
        return Stream.of(addon("correlation"), jars("slf4j-api"), jars("slf4j-jdk14"))
                .flatMap(Stream::of)
                .toArray(File[]::new);
    }

    private static File[] jars(String start) {
        File[] jars = new File(System.getProperty("it.addons", "")).listFiles((dir, file) -> file.startsWith(start));
        if (jars == null || jars.length != 1) {
            throw new IllegalStateException("There is no jar " + start + " among the optional modules");
        }
        return jars;
    }
}
