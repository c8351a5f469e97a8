package org.backgroundtasks.it.tck;

import java.io.File;
import org.jboss.arquillian.container.test.spi.client.deployment.ApplicationArchiveProcessor;
import org.jboss.arquillian.core.spi.LoadableExtension;
import org.jboss.arquillian.test.spi.TestClass;
import org.jboss.shrinkwrap.api.Archive;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** Adds the jars in the directory that the system property {@code it.library} names to every web archive. */
public final class LibraryEverywhere implements ApplicationArchiveProcessor {

    /** Makes it known to Arquillian. */
    public static final class Extension implements LoadableExtension {

        @Override
        public void register(ExtensionBuilder builder) {
            builder.service(ApplicationArchiveProcessor.class, LibraryEverywhere.class);
        }
    }

    @Override
    public void process(Archive<?> archive, TestClass testClass) {
        File[] jars = new File(System.getProperty("it.library", "")).listFiles((dir, name) -> name.endsWith(".jar"));
        if (jars != null && archive instanceof WebArchive web) {
            web.addAsLibraries(jars);
        }
    }
}
