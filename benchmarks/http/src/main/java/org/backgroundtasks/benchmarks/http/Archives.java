package org.backgroundtasks.benchmarks.http;

import java.nio.file.Path;
import org.backgroundtasks.benchmarks.http.app.BareResource;
import org.backgroundtasks.benchmarks.http.app.BenchmarkApplication;
import org.backgroundtasks.benchmarks.http.app.CompletedResource;
import org.backgroundtasks.benchmarks.http.app.Executors;
import org.backgroundtasks.benchmarks.http.app.HandResource;
import org.backgroundtasks.benchmarks.http.app.PlainResource;
import org.backgroundtasks.benchmarks.http.app.ScopedResource;
import org.backgroundtasks.benchmarks.http.app.TaskResource;
import org.backgroundtasks.benchmarks.http.app.Work;
import org.backgroundtasks.benchmarks.http.embedded.EmbeddedServer;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.EmptyAsset;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.JavaArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** The one application, packed for a server or for the embedded runtime, with the library and without it. */
final class Archives {

    /** What an application without a name uses: the server's default executor. */
    static final String NO_EXECUTOR = "";

    private static final Class<?>[] APPLICATION = {
        BenchmarkApplication.class,
        PlainResource.class,
        CompletedResource.class,
        HandResource.class,
        ScopedResource.class,
        BareResource.class,
        Executors.class,
        Work.class,
    };

    private final Path work;
    private final Path library;

    /**
     * Packs.
     *
     * @param work where the archives go
     * @param library the library's jar
     */
    Archives(Path work, Path library) {
        this.work = work;
        this.library = library;
    }

    Path libraryJar() {
        return library;
    }

    /** A WAR whose tasks run on the executor of that name in JNDI. */
    Path war(Path folder, String name, boolean withLibrary, String executor) {
        var war = ShrinkWrap.create(WebArchive.class, name + ".war").addClasses(APPLICATION);
        if (!executor.isEmpty()) {
            war.addAsResource(
                    new StringAsset("background-tasks.executor=" + executor + "\n"),
                    "META-INF/microprofile-config.properties");
        }
        if (withLibrary) {
            war.addClass(TaskResource.class).addAsLibrary(library.toFile(), "background-tasks.jar");
        }
        return exported(war.as(ZipExporter.class), folder.resolve(name + ".war"));
    }

    /** The application for the embedded runtime. */
    Path jar(boolean withLibrary) {
        var jar = ShrinkWrap.create(JavaArchive.class, "application.jar")
                .addClasses(APPLICATION)
                .addAsManifestResource(EmptyAsset.INSTANCE, "beans.xml");
        if (withLibrary) {
            jar.addClass(TaskResource.class);
        }
        return exported(jar.as(ZipExporter.class), work.resolve(withLibrary ? "with.jar" : "without.jar"));
    }

    /** The main class that runs the above; it must not see the application's classes itself. */
    Path embeddedServer() {
        var jar = ShrinkWrap.create(JavaArchive.class, "server.jar").addClass(EmbeddedServer.class);
        return exported(jar.as(ZipExporter.class), work.resolve("server.jar"));
    }

    private static Path exported(ZipExporter archive, Path file) {
        archive.exportTo(file.toFile(), true);
        return file;
    }
}
