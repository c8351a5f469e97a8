package org.backgroundtasks.internal.engine;

import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import java.io.IOException;
import java.net.URL;
import java.security.CodeSource;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.backgroundtasks.BackgroundTasks;

/** Detects that the library is in an application twice, of one version or of two. */
final class LibraryCopies {

    private static final String MARK = "org/backgroundtasks/BackgroundTasks.class";

    private LibraryCopies() {}

    /** Returns what is wrong, with the places of both copies. */
    static Optional<IllegalStateException> find(BeanManager beans) {
        for (Bean<?> bean : beans.getBeans(Object.class, Any.Literal.INSTANCE)) {
            Class<?> other = bean.getBeanClass();
            if (other != BackgroundTasks.class && other.getName().equals(BackgroundTasks.class.getName())) {
                return Optional.of(twice(place(BackgroundTasks.class), place(other)));
            }
        }
        Set<String> places = placesInOneClassPath();
        return places.size() < 2 ? Optional.empty() : Optional.of(twice(places.toArray(String[]::new)));
    }

    /** A second copy that the container confuses with this one, and that does not show itself otherwise. */
    static IllegalStateException mixedUp() {
        return twice(place(BackgroundTasks.class), "another place that it is found from");
    }

    private static IllegalStateException twice(String... places) {
        return new IllegalStateException("Background Tasks is in this application twice, in "
                + String.join(" and in ", places) + ". Keep one: in the lib folder of the EAR, or in WEB-INF/lib.");
    }

    private static String place(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        return source == null ? String.valueOf(type.getClassLoader()) : String.valueOf(source.getLocation());
    }

    /** Without those of parents, which a server gives to all applications. */
    private static Set<String> placesInOneClassPath() {
        ClassLoader loader = BackgroundTasks.class.getClassLoader();
        Set<String> places = new LinkedHashSet<>();
        try {
            for (URL url : Collections.list(loader.getResources(MARK))) {
                places.add(url.toString().replace("!/" + MARK, "").replace(MARK, ""));
            }
            if (loader.getParent() != null) {
                for (URL url : Collections.list(loader.getParent().getResources(MARK))) {
                    places.remove(url.toString().replace("!/" + MARK, "").replace(MARK, ""));
                }
            }
        } catch (IOException unreadable) {
            places.clear();
        }
        return places;
    }
}
