package org.backgroundtasks.gates;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("An application without Jakarta REST")
class NoJakartaRestTest {

    @Test
    @DisplayName("C-15 deploys: nothing that runs at its start needs Jakarta REST")
    void deploys() throws Exception {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        URL[] withoutRest = Stream.of(classPath.split(File.pathSeparator))
                .filter(entry -> !entry.contains("ws.rs") && !entry.contains("jersey"))
                .map(NoJakartaRestTest::url)
                .toArray(URL[]::new);
        try (URLClassLoader loader = new URLClassLoader(withoutRest, ClassLoader.getPlatformClassLoader())) {
            Class<?> extension = loader.loadClass(GateExtension.class.getName());
            Object made = extension.getConstructor().newInstance();
            Method observe = Stream.of(extension.getDeclaredMethods())
                    .filter(method -> method.getName().equals("observe"))
                    .findFirst()
                    .orElseThrow();
            observe.setAccessible(true);
            observe.invoke(made, (Object) null);
            Class<?> initializer = loader.loadClass(WebModuleStart.class.getName());
            assertThat(initializer.getConstructor().newInstance()).isNotNull();
            Method servers = loader.loadClass(KnownServer.class.getName()).getDeclaredMethod("servletContainers");
            servers.setAccessible(true);
            assertThat((List<?>) servers.invoke(null)).isNotEmpty();
        }
    }

    private static URL url(String entry) {
        try {
            return Path.of(entry).toUri().toURL();
        } catch (MalformedURLException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
