package org.backgroundtasks.internal.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.backgroundtasks.BackgroundTask;
import org.backgroundtasks.internal.engine.BareEngine;
import org.backgroundtasks.spi.Outcome;
import org.backgroundtasks.spi.RequestTasks;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A request scope that cannot begin")
class BrokenScopeTest {

    private final BareEngine bare = new BareEngine(false);

    private static BackgroundTask added(RequestTasks request) {
        return request.queue().add(() -> {});
    }

    @Test
    @DisplayName("C-24 a request scope that cannot begin fails its task, and neither the next nor another request's")
    void failsItsTaskAlone() {
        RequestTasks request = bare.request();
        BackgroundTask first = added(request);
        BackgroundTask next = added(request);
        RequestTasks another = bare.request();
        BackgroundTask others = added(another);
        bare.breakNextScope();
        request.release(Outcome.SUCCEEDED, Runnable::run);
        bare.together();
        another.release(Outcome.SUCCEEDED, Runnable::run);
        bare.together();
        assertThat(bare.turns()).contains("FAILED " + first.id(), "SUCCEEDED " + next.id(), "SUCCEEDED " + others.id());
    }
}
