package org.backgroundtasks.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.backgroundtasks.embedded.leak.LeakResource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class ClassLoaderTest {

    /** Loads the classes of one package itself. */
    private static class ApplicationLoader extends URLClassLoader {

        private static final String PACKAGE = LeakResource.class.getPackageName() + ".";

        ApplicationLoader(Path classes) throws IOException {
            super(new URL[] {classes.toUri().toURL()}, ClassLoaderTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith(PACKAGE)) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded != null ? loaded : findClass(name);
            }
        }
    }

    @TempDir
    private Path classes;

    @BeforeEach
    void copyApplication() throws Exception {
        for (Class<?> type : List.of(LeakResource.class, LeakResource.Answer.class)) {
            String file = type.getName().replace('.', '/') + ".class";
            Files.createDirectories(classes.resolve(file).getParent());
            try (var original = getClass().getClassLoader().getResourceAsStream(file)) {
                Files.copy(original, classes.resolve(file));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void isCollectableAfterClose(EmbeddedHttpServer http) throws Exception {
        var queue = new ReferenceQueue<ClassLoader>();
        WeakReference<ClassLoader> loader = runAndClose(http, queue);
        for (int i = 0; i < 20 && !loader.refersTo(null); i++) {
            System.gc();
            queue.remove(250);
        }
        assertThat(loader.refersTo(null)).isTrue();
    }

    private WeakReference<ClassLoader> runAndClose(EmbeddedHttpServer http, ReferenceQueue<ClassLoader> queue)
            throws Exception {
        try (var loader = new ApplicationLoader(classes);
                var server = EmbeddedRuntime.builder()
                        .http(http)
                        .classLoader(loader)
                        .resources(loader.loadClass(LeakResource.class.getName()))
                        .start()) {
            var request = HttpRequest.newBuilder(server.uri().resolve("leak")).build();
            var answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
            assertThat(answer.body()).contains("\"ownLoader\":true");
            return new WeakReference<>(loader, queue);
        }
    }
}
