package org.backgroundtasks.testing.internal.discovery;

import jakarta.enterprise.inject.spi.Extension;
import org.backgroundtasks.testing.TestTasks;
import org.backgroundtasks.testing.internal.TestingExtension;
import org.jboss.arquillian.container.test.spi.client.deployment.AuxiliaryArchiveAppender;
import org.jboss.arquillian.core.spi.LoadableExtension;
import org.jboss.shrinkwrap.api.Archive;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.JavaArchive;

/** Brings the kit into every archive whose tests Arquillian runs inside the server. */
public final class ArquillianArchive implements LoadableExtension, AuxiliaryArchiveAppender {

    @Override
    public void register(ExtensionBuilder builder) {
        builder.service(AuxiliaryArchiveAppender.class, ArquillianArchive.class);
    }

    @Override
    public Archive<?> createAuxiliaryArchive() {
        return ShrinkWrap.create(JavaArchive.class, "background-tasks-testing.jar")
                .addPackage(TestTasks.class.getPackage())
                .addPackage(TestingExtension.class.getPackage())
                .addPackage(TestingExtension.class.getPackageName() + ".durable")
                .addPackage(TestingExtension.class.getPackageName() + ".proof")
                .addAsServiceProvider(Extension.class, TestingExtension.class)
                .addAsServiceProvider(
                        "org.backgroundtasks.durable.spi.TaskStoreDecorator",
                        "org.backgroundtasks.testing.internal.durable.RehearsedStores");
    }
}
