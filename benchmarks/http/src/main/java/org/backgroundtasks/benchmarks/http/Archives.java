package org.backgroundtasks.benchmarks.http;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.backgroundtasks.benchmarks.http.app.BareResource;
import org.backgroundtasks.benchmarks.http.app.BenchmarkApplication;
import org.backgroundtasks.benchmarks.http.app.CompletedResource;
import org.backgroundtasks.benchmarks.http.app.Executors;
import org.backgroundtasks.benchmarks.http.app.HandResource;
import org.backgroundtasks.benchmarks.http.app.OwnExecutor;
import org.backgroundtasks.benchmarks.http.app.PlainResource;
import org.backgroundtasks.benchmarks.http.app.TaskResource;
import org.backgroundtasks.benchmarks.http.app.Work;
import org.backgroundtasks.benchmarks.http.embedded.EmbeddedServer;
import org.backgroundtasks.benchmarks.http.hand.HandServer;
import org.backgroundtasks.benchmarks.http.servlet.JettyMain;
import org.backgroundtasks.benchmarks.http.servlet.TomcatMain;
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
        BareResource.class,
        Executors.class,
        Work.class,
    };

    private final Path work;
    private final Path library;
    private final Path stack;

    /**
     * Packs.
     *
     * @param work where the archives go
     * @param library the library's jar
     * @param stack the folder with what a servlet container lacks
     */
    Archives(Path work, Path library, Path stack) {
        this.work = work;
        this.library = library;
        this.stack = stack;
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
        return exported(
                application(withLibrary).as(ZipExporter.class), work.resolve(withLibrary ? "with.jar" : "without.jar"));
    }

    private static JavaArchive application(boolean withLibrary) {
        var jar = ShrinkWrap.create(JavaArchive.class, "application.jar")
                .addClasses(APPLICATION)
                .addAsManifestResource(EmptyAsset.INSTANCE, "beans.xml");
        return withLibrary ? jar.addClass(TaskResource.class) : jar;
    }

    /** An unpacked WAR that brings along what a servlet container lacks. */
    Path directory(String name, boolean withLibrary) throws IOException {
        Path webInf = work.resolve(name).resolve("WEB-INF");
        Path lib = Files.createDirectories(webInf.resolve("lib"));
        Files.writeString(webInf.resolve("beans.xml"), "");
        exported(
                application(withLibrary).addClass(OwnExecutor.class).as(ZipExporter.class),
                lib.resolve("application.jar"));
        if (withLibrary) {
            Files.copy(library, lib.resolve("background-tasks.jar"), StandardCopyOption.REPLACE_EXISTING);
        }
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(stack)) {
            for (Path jar : jars) {
                Files.copy(jar, lib.resolve(jar.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        return work.resolve(name);
    }

    /** The application for the same stack put together by hand, with its main class. */
    Path handServer() {
        return exported(
                application(false)
                        .addClasses(OwnExecutor.class, HandServer.class)
                        .as(ZipExporter.class),
                work.resolve("hand.jar"));
    }

    /** The main classes that run the above on servlet containers. */
    Path servletServers() {
        var jar = ShrinkWrap.create(JavaArchive.class, "servlet.jar").addClasses(TomcatMain.class, JettyMain.class);
        return exported(jar.as(ZipExporter.class), work.resolve("servlet.jar"));
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
