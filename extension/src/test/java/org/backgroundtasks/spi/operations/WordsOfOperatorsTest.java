package org.backgroundtasks.spi.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What operators select, and the words for it")
class WordsOfOperatorsTest {

    @Test
    @DisplayName("C-46 the words for the states of a task and for the ends of its attempts are those that JSON has")
    void words() {
        assertThat(Stream.of(TaskState.values()).map(TaskState::toString))
                .containsExactly("waiting", "delayed", "retrying", "running", "paused", "dead");
        assertThat(Stream.of(HistoryEntry.End.values()).map(HistoryEntry.End::toString))
                .containsExactly("succeeded", "failed", "dead", "cancelled", "retried", "discarded");
    }

    @Test
    @DisplayName("C-46 a filter of one task or of one state leaves all else open")
    void filters() {
        assertThat(TaskFilter.ofTask("7")).isEqualTo(new TaskFilter(null, "7", null, null, null, null));
        assertThat(TaskFilter.of(TaskState.DEAD))
                .isEqualTo(new TaskFilter(TaskState.DEAD, null, null, null, null, null));
    }
}
