package org.backgroundtasks.it.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.backgroundtasks.embedded.EmbeddedRuntime;
import org.jspecify.annotations.Nullable;

/**
 * The class loader of a web archive: its own classes first, except those of the platform. The test class path is its
 * parent, for the runtime's sake. The library and the suite are on it too; they are hidden, so that an archive has them
 * only when it brings them along.
 */
final class WarLoader extends URLClassLoader {

    private static final String HIDDEN = "org.backgroundtasks.";
    private static final String RUNTIME = EmbeddedRuntime.class.getPackageName() + ".";

    private final ClassLoader parent = WarLoader.class.getClassLoader();
    private final List<String> hiddenRoots;

    WarLoader(URL[] urls) throws IOException {
        super(urls, WarLoader.class.getClassLoader());
        List<String> visible = roots(RUNTIME);
        hiddenRoots =
                roots(HIDDEN).stream().filter(root -> !visible.contains(root)).toList();
    }

    private List<String> roots(String packagePrefix) throws IOException {
        String directory = packagePrefix.replace('.', '/');
        return Collections.list(parent.getResources(directory)).stream()
                .map(url -> url.toString().substring(0, url.toString().length() - directory.length()))
                .toList();
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        List<URL> resources = Collections.list(findResources(name));
        for (URL url : Collections.list(parent.getResources(name))) {
            if (hiddenRoots.stream().noneMatch(root -> url.toString().startsWith(root))) {
                resources.add(url);
            }
        }
        return Collections.enumeration(resources);
    }

    @Override
    public @Nullable URL getResource(String name) {
        try {
            Enumeration<URL> resources = getResources(name);
            return resources.hasMoreElements() ? resources.nextElement() : null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (name.startsWith("java.") || name.startsWith("jakarta.") || name.startsWith(RUNTIME)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            if (loaded != null) {
                return loaded;
            }
            try {
                return findClass(name);
            } catch (ClassNotFoundException notInArchive) {
                if (name.startsWith(HIDDEN)) {
                    throw notInArchive;
                }
                return super.loadClass(name, resolve);
            }
        }
    }
}
