package org.backgroundtasks.gates.grizzly;

import org.glassfish.grizzly.Buffer;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.ConnectionProbe;
import org.glassfish.grizzly.http.io.OutputBuffer;
import org.glassfish.grizzly.http.server.Request;
import org.glassfish.grizzly.http.server.Response;
import org.glassfish.grizzly.http.util.Header;
import org.glassfish.grizzly.http.util.HttpStatus;

/**
 * A response after which the connection speaks another protocol. Its service may last as long as the connection, so what counts is
 * that its head is written.
 */
final class SwitchedProtocol extends ConnectionProbe.Adapter implements OutputBuffer.LifeCycleListener {

    private final Connection<?> connection;
    private final Response response;
    private final Runnable onSwitch;

    private SwitchedProtocol(Connection<?> connection, Response response, Runnable onSwitch) {
        this.connection = connection;
        this.response = response;
        this.onSwitch = onSwitch;
    }

    static void watch(Connection<?> connection, Request request, Runnable onSwitch) {
        if (request.getHeader(Header.Upgrade) != null) {
            Response response = request.getResponse();
            response.getOutputBuffer().registerLifeCycleListener(new SwitchedProtocol(connection, response, onSwitch));
        }
    }

    /** The head is about to be written. */
    @Override
    public void onCommit() {
        if (response.getStatus() == HttpStatus.SWITCHING_PROTOCOLS_101.getStatusCode()) {
            connection.getMonitoringConfig().addProbes(this);
        }
    }

    @Override
    @SuppressWarnings("rawtypes") // as Grizzly declares it
    public void onWriteEvent(Connection written, Buffer data, long size) {
        // Grizzly tells of attempts, too
        if (size > 0) {
            connection.getMonitoringConfig().removeProbes(this);
            onSwitch.run();
        }
    }
}
