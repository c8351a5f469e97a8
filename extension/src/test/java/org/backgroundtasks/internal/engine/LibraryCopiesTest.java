package org.backgroundtasks.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.backgroundtasks.embedded.EmbeddedRuntime;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("N-8 The library in one application twice")
@Timeout(60)
class LibraryCopiesTest {

    /** Loads the library from its own places first, and all else from its parent, as a web application does. */
    private static final class WebAppLoader extends URLClassLoader {
        WebAppLoader(URL... places) {
            super(places, withoutLibrary());
        }

        /** The test's class path, but for the library. */
        private static ClassLoader withoutLibrary() {
            ClassLoader all = LibraryCopiesTest.class.getClassLoader();
            return new ClassLoader(ClassLoader.getPlatformClassLoader()) {
                @Override
                protected Class<?> findClass(String name) throws ClassNotFoundException {
                    if (name.startsWith("org.backgroundtasks.") && !name.startsWith("org.backgroundtasks.embedded.")) {
                        throw new ClassNotFoundException(name);
                    }
                    return all.loadClass(name);
                }

                @Override
                protected URL findResource(String name) {
                    try {
                        Enumeration<URL> found = findResources(name);
                        return found.hasMoreElements() ? found.nextElement() : null;
                    } catch (IOException unreadable) {
                        return null;
                    }
                }

                @Override
                protected Enumeration<URL> findResources(String name) throws IOException {
                    List<URL> found = Collections.list(all.getResources(name));
                    found.removeIf(url -> url.toString().startsWith(library().toString()));
                    return Collections.enumeration(found);
                }
            };
        }
    }

    @TempDir
    private Path folder;

    private static URL library() {
        return BackgroundTasksExtension.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation();
    }

    /** What Maven has compiled, as the jar that a web application contains. */
    private URL jar(String name) throws Exception {
        Path classes = Path.of(library().toURI());
        Path jar = folder.resolve(name);
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(
                        new JarEntry(classes.relativize(file).toString().replace('\\', '/')));
                Files.copy(file, out);
                out.closeEntry();
            }
        }
        return jar.toUri().toURL();
    }

    private static void deploy(URL... jars) throws IOException {
        try (WebAppLoader loader = new WebAppLoader(jars)) {
            EmbeddedRuntime.builder().classLoader(loader).start().close();
        }
    }

    @Test
    @DisplayName("N-8 the same jar twice is refused, and the message has both paths")
    void twice() throws Exception {
        URL one = jar("background-tasks-1.0.jar");
        URL other = jar("background-tasks-0.9.jar");
        assertThatThrownBy(() -> deploy(one, other))
                .hasStackTraceContaining("Background Tasks is in this application twice")
                .hasStackTraceContaining("background-tasks-1.0.jar")
                .hasStackTraceContaining("background-tasks-0.9.jar");
    }

    @Test
    @DisplayName("N-8 the jar once deploys")
    void once() throws Exception {
        URL one = jar("background-tasks-1.0.jar");
        assertThatCode(() -> deploy(one)).doesNotThrowAnyException();
        assertThat(one).isNotNull();
    }
}
