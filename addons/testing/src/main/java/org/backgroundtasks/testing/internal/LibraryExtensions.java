package org.backgroundtasks.testing.internal;

import jakarta.enterprise.inject.spi.Extension;
import java.util.ServiceLoader;

/** Finds the CDI extensions of this library's modules on the class path, for containers that find none by themselves. */
public final class LibraryExtensions {

    private LibraryExtensions() {}

    /** Returns a new instance of each. */
    public static Extension[] make() {
        return ServiceLoader.load(Extension.class, LibraryExtensions.class.getClassLoader()).stream()
                .filter(found ->
                        found.type().getPackageName().matches("org\\.backgroundtasks(\\..*)?\\.internal(\\..*)?"))
                .map(ServiceLoader.Provider::get)
                .toArray(Extension[]::new);
    }
}
