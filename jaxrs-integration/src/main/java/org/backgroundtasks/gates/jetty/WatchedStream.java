package org.backgroundtasks.gates.jetty;

import java.nio.ByteBuffer;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Tells of two ends that Jetty tells late or never: that a suspended request's response could not be written, as Jetty leaves it
 * to the application to end the request then, and Jersey does not if the response fitted its buffer; and that the head is written
 * after which the connection speaks another protocol.
 */
final class WatchedStream extends HttpStream.Wrapper {

    private final BooleanSupplier suspended;
    private final Runnable end;

    WatchedStream(HttpStream stream, BooleanSupplier suspended, Runnable end) {
        super(stream);
        this.suspended = suspended;
        this.end = end;
    }

    @Override
    public void send(
            MetaData.Request request,
            MetaData.@Nullable Response response,
            boolean last,
            ByteBuffer content,
            Callback callback) {
        boolean switches = response != null && response.getStatus() == HttpStatus.SWITCHING_PROTOCOLS_101;
        super.send(request, response, last, content, new Watched(callback, switches));
    }

    private final class Watched extends Callback.Nested {

        private final boolean switches;

        Watched(Callback callback, boolean switches) {
            super(callback);
            this.switches = switches;
        }

        @Override
        public void succeeded() {
            super.succeeded();
            if (switches) {
                end.run();
            }
        }

        @Override
        public void failed(Throwable failure) {
            // before the writer knows, who may end the request and leave it to the next one
            boolean endsByItself = !suspended.getAsBoolean();
            super.failed(failure);
            if (!endsByItself) {
                end.run();
            }
        }
    }
}
