package org.backgroundtasks.it.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The display names of cases")
class PromisedNamesTest {

    @Promise("C-1")
    static final class Cases {

        @Promise({"C-2", "C-3"})
        @Holds("a whole sentence")
        void several() {}

        @Holds("another one")
        void ofTheClass() {}

        void plain() {}
    }

    private static String name(String method) throws NoSuchMethodException {
        return new PromisedNames()
                .generateDisplayNameForMethod(List.of(), Cases.class, Cases.class.getDeclaredMethod(method));
    }

    @Test
    @DisplayName("the numbers of the promises stand in front of the sentence, those of the class first")
    void numbersComeFirst() throws Exception {
        assertThat(name("several")).isEqualTo("C-1 C-2 C-3 a whole sentence");
        assertThat(name("ofTheClass")).isEqualTo("C-1 another one");
    }

    @Test
    @DisplayName("a test without a sentence has its method's name")
    void others() throws Exception {
        assertThat(name("plain")).isEqualTo("plain()");
    }
}
