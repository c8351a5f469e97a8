package org.backgroundtasks.benchmarks;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A class loader of its own for one engine and all that it needs; it shares nothing but {@link ComparedEngine}. */
final class EngineLoader extends URLClassLoader {

    private EngineLoader(List<URL> urls) {
        super(urls.toArray(new URL[0]), ClassLoader.getPlatformClassLoader());
    }

    /** Loads this build, or what lies in a folder in place of this build's own jars and classes. */
    static EngineLoader of(Path folderInPlace) throws IOException {
        List<URL> urls = new ArrayList<>();
        if (!folderInPlace.toString().isEmpty()) {
            try (Stream<Path> jars = Files.list(folderInPlace)) {
                for (Path jar : jars.sorted().toList()) {
                    urls.add(jar.toUri().toURL());
                }
            }
        }
        for (String entry : List.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))) {
            Path path = Path.of(entry);
            if (folderInPlace.toString().isEmpty() || !isOfThisBuild(path)) {
                urls.add(path.toUri().toURL());
            }
        }
        return new EngineLoader(urls);
    }

    private static boolean isOfThisBuild(Path entry) {
        String name = entry.getFileName().toString();
        return name.equals("classes") || name.startsWith("background-tasks");
    }

    ComparedEngine start(String className) throws ReflectiveOperationException {
        return (ComparedEngine) loadClass(className).getConstructor().newInstance();
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        return name.equals(ComparedEngine.class.getName()) ? ComparedEngine.class : super.loadClass(name, resolve);
    }
}
