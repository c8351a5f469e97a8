package org.backgroundtasks.gates;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.lang.management.ManagementFactory;
import java.net.URI;
import org.glassfish.jersey.internal.MapPropertiesDelegate;
import org.glassfish.jersey.server.ContainerRequest;
import org.glassfish.jersey.server.ContainerResponse;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A request that never touches background tasks")
class UntouchedRequestTest {

    private static final int CALLS = 10_000;

    @Test
    @DisplayName("C-12 passes the response filter without an allocation")
    void allocatesNothing() {
        OutcomeFilter filter = new OutcomeFilter(null);
        ContainerRequest request = new ContainerRequest(
                URI.create("http://localhost/"),
                URI.create("http://localhost/x"),
                "GET",
                null,
                new MapPropertiesDelegate(),
                null);
        ContainerResponse response =
                new ContainerResponse(request, Response.ok().build()) {

                    private final MultivaluedMap<String, Object> headers = new MultivaluedHashMap<>();

                    @Override
                    public MultivaluedMap<String, Object> getHeaders() {
                        return headers;
                    }
                };
        ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long allocated = Long.MAX_VALUE;
        // the first rounds load classes and let the measurement itself settle
        for (int round = 0; round < 5; round++) {
            long before = thread.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < CALLS; i++) {
                filter.filter(request, response);
            }
            allocated = Math.min(allocated, thread.getCurrentThreadAllocatedBytes() - before);
        }
        assertThat(allocated).isLessThan(CALLS);
    }
}
