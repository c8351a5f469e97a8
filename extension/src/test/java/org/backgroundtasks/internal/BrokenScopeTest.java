package org.backgroundtasks.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A request scope that cannot begin")
class BrokenScopeTest {

    private final BareEngine bare = new BareEngine(false);

    private PendingTask added(Ledger request) {
        PendingTask task = PendingTask.of(() -> {});
        request.add(task);
        return task;
    }

    @Test
    @DisplayName("C-24 fails its task, and neither the next nor another request's")
    void failsItsTaskAlone() {
        Ledger request = bare.request();
        PendingTask first = added(request);
        PendingTask next = added(request);
        Ledger another = bare.request();
        PendingTask others = added(another);
        bare.breaksNextScope.set(true);
        request.release(Outcome.SUCCEEDED, Runnable::run);
        bare.together();
        another.release(Outcome.SUCCEEDED, Runnable::run);
        bare.together();
        assertThat(bare.turns()).contains("FAILED " + first.id(), "SUCCEEDED " + next.id(), "SUCCEEDED " + others.id());
    }
}
