package org.backgroundtasks.it.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jboss.shrinkwrap.api.Archive;
import org.jboss.shrinkwrap.api.exporter.ExplodedExporter;

/** A web archive in a temporary directory, with the class loader over it. */
final class ExplodedWar implements AutoCloseable {

    private static final String CLASS = ".class";

    private final Path directory;
    private final Path classes;
    private final WarLoader loader;

    ExplodedWar(Archive<?> archive) throws IOException {
        directory = Files.createTempDirectory("embedded-");
        Path webInf = archive.as(ExplodedExporter.class)
                .exportExploded(directory.toFile())
                .toPath()
                .resolve("WEB-INF");
        classes = Files.createDirectories(webInf.resolve("classes"));
        makeBeanArchive(webInf);
        List<URL> urls = new ArrayList<>();
        urls.add(classes.toUri().toURL());
        for (Path jar : list(webInf.resolve("lib"))) {
            urls.add(jar.toUri().toURL());
        }
        loader = new WarLoader(urls.toArray(new URL[0]));
    }

    WarLoader loader() {
        return loader;
    }

    /** All classes of the application itself. */
    List<Class<?>> classes() {
        try (Stream<Path> files = Files.walk(classes)) {
            return files.map(file -> classes.relativize(file).toString())
                    .filter(file -> file.endsWith(CLASS) && !file.endsWith("package-info" + CLASS))
                    .<Class<?>>map(file -> load(file.substring(0, file.length() - CLASS.length())))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        loader.close();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private Class<?> load(String file) {
        try {
            return Class.forName(file.replace('/', '.').replace('\\', '.'), false, loader);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Has CDI look for annotated beans: servers do in web archives, Weld SE only where there is a descriptor. */
    private void makeBeanArchive(Path webInf) throws IOException {
        Path descriptor = Files.createDirectories(classes.resolve("META-INF")).resolve("beans.xml");
        if (Files.exists(webInf.resolve("beans.xml"))) {
            Files.copy(webInf.resolve("beans.xml"), descriptor);
        } else if (Files.notExists(descriptor)) {
            Files.createFile(descriptor);
        }
    }

    private static List<Path> list(Path directory) throws IOException {
        if (Files.notExists(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }
}
