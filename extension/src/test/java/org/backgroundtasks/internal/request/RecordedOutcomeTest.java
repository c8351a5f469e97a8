package org.backgroundtasks.internal.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.backgroundtasks.internal.engine.Container;
import org.backgroundtasks.spi.Outcome;
import org.backgroundtasks.spi.RequestTasks;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("What a gate does when the outcome of a request is recorded")
class RecordedOutcomeTest {

    @RegisterExtension
    static final Container container = new Container();

    private final RequestTasks request = container.request();
    private final List<String> done = new ArrayList<>();

    @AfterEach
    void nothingIsLeft() {
        container.complete(request, Outcome.SUCCEEDED);
    }

    @Test
    @DisplayName("C-13 is done when an outcome is recorded, and not before")
    void later() {
        request.onRecord(() -> done.add("released"));
        assertThat(done).isEmpty();
        request.record(Outcome.FAILED);
        assertThat(done).containsExactly("released");
    }

    @Test
    @DisplayName("C-13 is done at once if an outcome has been recorded before")
    void atOnce() {
        request.record(Outcome.SUCCEEDED);
        request.onRecord(() -> done.add("released"));
        assertThat(done).containsExactly("released");
    }

    @Test
    @DisplayName("C-13 is only what the gate has said last")
    void last() {
        request.onRecord(() -> done.add("first"));
        request.onRecord(() -> done.add("second"));
        request.record(Outcome.SUCCEEDED);
        assertThat(done).containsExactly("second");
    }

    @Test
    @DisplayName("C-13 needs no action: an outcome is recorded without one")
    void none() {
        request.record(Outcome.FAILED);
        assertThat(request.recorded()).isEqualTo(Outcome.FAILED);
    }
}
