package org.backgroundtasks.gates.jetty;

import java.nio.ByteBuffer;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.util.Callback;

/**
 * Tells that a suspended request's response could not be written. Jetty leaves it to the application to end the request then, and
 * Jersey does not, if the response fitted its buffer.
 */
final class WatchedStream extends HttpStream.Wrapper {

    private final BooleanSupplier suspended;
    private final Runnable broken;

    WatchedStream(HttpStream stream, BooleanSupplier suspended, Runnable broken) {
        super(stream);
        this.suspended = suspended;
        this.broken = broken;
    }

    @Override
    public void send(
            MetaData.Request request, MetaData.Response response, boolean last, ByteBuffer content, Callback callback) {
        super.send(request, response, last, content, new Watched(callback));
    }

    private final class Watched extends Callback.Nested {

        Watched(Callback callback) {
            super(callback);
        }

        @Override
        public void failed(Throwable failure) {
            // before the writer knows, who may end the request and leave it to the next one
            boolean endsByItself = !suspended.getAsBoolean();
            super.failed(failure);
            if (!endsByItself) {
                broken.run();
            }
        }
    }
}
