package org.backgroundtasks.gates.tomcat;

import jakarta.servlet.ServletException;
import java.io.IOException;
import org.apache.catalina.AccessLog;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.backgroundtasks.spi.Outcome;
import org.backgroundtasks.spi.RequestTasks;

/** Releases the tasks of a request when Tomcat writes it to the access log. */
final class CompletionValve extends ValveBase implements AccessLog {

    private static final String SENT = "org.backgroundtasks.sent";

    CompletionValve() {
        super(true);
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        getNext().invoke(request, response);
        if (request.getAttribute(RequestTasks.PROPERTY) != null
                && request.isAsyncStarted()
                && request.getAttribute(SENT) == null) {
            SentStatus sent = new SentStatus();
            request.setAttribute(SENT, sent);
            request.getAsyncContext().addListener(sent);
        }
    }

    @Override
    public void log(Request request, Response response, long nanos) {
        if (request.getAttribute(RequestTasks.PROPERTY) instanceof RequestTasks tasks) {
            int status = request.getAttribute(SENT) instanceof SentStatus sent
                    ? sent.orElse(response.getStatus())
                    : response.getStatus();
            Outcome outcome = Outcome.ofStatus(status);
            // this thread goes on to the connection's next request
            tasks.release(outcome, request.getConnector().getProtocolHandler().getExecutor());
        }
    }

    @Override
    public void setRequestAttributesEnabled(boolean enabled) {
        // they concern what a log shows
    }

    @Override
    public boolean getRequestAttributesEnabled() {
        return false;
    }
}
