package org.backgroundtasks.it.harness;

import org.jboss.arquillian.container.spi.client.container.ContainerConfiguration;
import org.jboss.arquillian.container.spi.client.container.DeployableContainer;
import org.jboss.arquillian.container.spi.client.container.DeploymentException;
import org.jboss.arquillian.container.spi.client.container.LifecycleException;
import org.jboss.arquillian.container.spi.client.protocol.ProtocolDescription;
import org.jboss.arquillian.container.spi.client.protocol.metadata.HTTPContext;
import org.jboss.arquillian.container.spi.client.protocol.metadata.ProtocolMetaData;
import org.jboss.arquillian.container.spi.client.protocol.metadata.Servlet;
import org.jboss.shrinkwrap.api.Archive;
import org.jboss.shrinkwrap.descriptor.api.Descriptor;

/**
 * What the containers of our own have in common for Arquillian: they deploy archives alone, and have nothing to do before the first one
 * unless they say so.
 *
 * @param <C> the settings in {@code arquillian.xml}
 */
public abstract class LocalContainer<C extends ContainerConfiguration> implements DeployableContainer<C> {

    @Override
    public void start() throws LifecycleException {}

    @Override
    public void stop() throws LifecycleException {}

    @Override
    public ProtocolDescription getDefaultProtocol() {
        return new ProtocolDescription("Local");
    }

    /**
     * Where an archive is to be found.
     *
     * @param host the host
     * @param port the port of HTTP
     * @param root the context root, beginning with a slash
     * @param servlets the names of its servlets
     */
    protected static ProtocolMetaData at(String host, int port, String root, String... servlets) {
        var context = new HTTPContext(host, port);
        for (String servlet : servlets) {
            context.add(new Servlet(servlet, root));
        }
        return new ProtocolMetaData().addContext(context);
    }

    /**
     * What is thrown for an archive that was not deployed before.
     *
     * @param archive the archive
     */
    protected static DeploymentException notDeployed(Archive<?> archive) {
        return new DeploymentException(archive.getName() + " is not deployed");
    }

    @Override
    @Deprecated
    public void deploy(Descriptor descriptor) {
        throw new UnsupportedOperationException("descriptors");
    }

    @Override
    @Deprecated
    public void undeploy(Descriptor descriptor) {
        throw new UnsupportedOperationException("descriptors");
    }
}
