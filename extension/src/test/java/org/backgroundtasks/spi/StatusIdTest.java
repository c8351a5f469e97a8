package org.backgroundtasks.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Status ids")
class StatusIdTest {

    @Test
    @DisplayName("C-44 a thousand ids of tasks are a thousand different ones, of 128 bits each")
    void random() {
        assertThat(Stream.generate(StatusId::random).limit(1_000).map(StatusId::text))
                .doesNotHaveDuplicates()
                .allMatch(text -> text.matches("[A-Za-z0-9_-]{22}"));
    }

    @Test
    @DisplayName("C-44 an id tells by itself whether a store may have the task")
    void stored() {
        assertThat(StatusId.random().isOfStored()).isFalse();
        assertThat(StatusId.randomStored().isOfStored()).isTrue();
    }

    @Test
    @DisplayName("C-44 what is read from an address is the id that was written there, and has the same hash")
    void parsed() {
        for (StatusId id : new StatusId[] {StatusId.random(), StatusId.randomStored()}) {
            StatusId read = StatusId.parse(id.text());
            assertThat(read).isNotNull();
            assertThat(read.text()).isEqualTo(id.text());
            assertThat(read.hash()).isEqualTo(id.hash());
            assertThat(read.isOfStored()).isEqualTo(id.isOfStored());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "../../etc/passwd",
                "AAAAAAAAAAAAAAAAAAAAA",
                "xAAAAAAAAAAAAAAAAAAAAAA",
                "AAAAAAAAAAAAAAAAAAAAA!"
            })
    @DisplayName("C-44 a text of another form is no id")
    void malformed(String text) {
        assertThat(StatusId.parse(text)).isNull();
    }

    @Test
    @DisplayName("C-44 the hash is the SHA-256 of the id, and what is logged has the hash and not the id")
    void hash() {
        StatusId id = StatusId.parse("AAAAAAAAAAAAAAAAAAAAAA");
        assertThat(id).isNotNull();
        // printf AAAAAAAAAAAAAAAAAAAAAA | openssl sha256 -binary | basenc --base64url
        assertThat(id.hash()).isEqualTo("ilvbTMFRZBJsbvJmjendJA0pnOY5ekLJWpQRuT0IDtg");
        assertThat(id).hasToString("status " + id.hash());
    }
}
