package org.backgroundtasks.it.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.enterprise.inject.spi.Extension;
import java.util.Collections;
import java.util.ServiceLoader;
import org.backgroundtasks.embedded.EmbeddedRuntime;
import org.backgroundtasks.it.harness.Archives;
import org.backgroundtasks.it.applications.Journal;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;

class WarLoaderTest {

    private static final String OWN = "org.backgroundtasks.";

    @Test
    void anArchiveHasWhatItBringsAlong() throws Exception {
        var archive = ShrinkWrap.create(WebArchive.class).addClass(Journal.class);
        try (var war = new ExplodedWar(archive)) {
            Class<?> journal = war.loader().loadClass(Journal.class.getName());
            assertThat(journal.getClassLoader()).isSameAs(war.loader());
            assertThat(war.classes()).contains(journal);
        }
    }

    @Test
    void theTestClassPathIsHiddenButForTheRuntime() throws Exception {
        try (var war = new ExplodedWar(ShrinkWrap.create(WebArchive.class))) {
            var loader = war.loader();
            assertThatThrownBy(() -> loader.loadClass(Archives.class.getName()))
                    .isInstanceOf(ClassNotFoundException.class);
            assertThat(loader.getResource("arquillian.xml")).isNull();
            assertThat(ServiceLoader.load(Extension.class, loader).stream())
                    .noneMatch(extension -> extension.type().getName().startsWith(OWN));
            assertThat(Collections.list(loader.getResources("META-INF/beans.xml")))
                    .as("the archive's own and those of the runtime's libraries")
                    .isNotEmpty();
            assertThat(loader.loadClass(EmbeddedRuntime.class.getName())).isSameAs(EmbeddedRuntime.class);
        }
    }
}
