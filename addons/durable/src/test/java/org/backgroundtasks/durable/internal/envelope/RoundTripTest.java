package org.backgroundtasks.durable.internal.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import jakarta.json.bind.annotation.JsonbTransient;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("C-53 A payload")
class RoundTripTest {

    public record Line(String item, int number, BigDecimal price) {}

    public record Order(String id, List<Line> lines, Map<String, Integer> weights, Optional<String> note) {}

    public enum Kind {
        ONE,
        TWO
    }

    public record Dates(Instant at, LocalDate day, ZonedDateTime zoned, Duration delay, UUID id, URI uri) {}

    public static class Arrays {
        public int[] numbers = {1, 2};
        public String[] texts = {"a"};
        public Set<Kind> kinds = Set.of(Kind.ONE);
        public Kind kind = Kind.TWO;
    }

    /** Has a getter and a setter, and a field that is nobody's business. */
    public static class Bean {

        private String text;
        private transient int seen;

        @JsonbTransient
        private String secret;

        private Bean parent;

        public String getText() {
            return text;
        }

        public void setText(String text) {
            this.text = text;
        }

        @JsonbTransient
        public Bean getParent() {
            return parent;
        }

        @Override
        public String toString() {
            return text + seen + secret;
        }
    }

    /** JSON-B sees nothing of it. */
    public static class Hidden {

        private String text = "";

        static Hidden of(String text) {
            Hidden hidden = new Hidden();
            hidden.text = text;
            return hidden;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    public record Holder(String name, List<Hidden> hidden) {}

    public static class Animal {
        public String name;
    }

    public static class Dog extends Animal {
        public String breed = "poodle";
    }

    private static String lost(Object payload, Type type) {
        Jsonb jsonb = JsonbBuilder.create();
        return RoundTrip.lost(payload, jsonb.fromJson(jsonb.toJson(payload, type), type));
    }

    static Stream<Object> surviving() {
        Bean bean = new Bean();
        bean.text = "x";
        bean.seen = 3;
        bean.secret = "secret";
        bean.parent = bean;
        return Stream.of(
                "text",
                3,
                4.5,
                Kind.TWO,
                bean,
                new Order("1", List.of(new Line("book", 2, new BigDecimal("9.90"))), Map.of("a", 1), Optional.empty()),
                new Order("1", List.of(), Map.of(), Optional.of("note")),
                new Order("1", null, null, Optional.empty()),
                new Dates(
                        Instant.now(),
                        LocalDate.of(2026, 11, 28),
                        ZonedDateTime.parse("2026-11-28T12:00:00.5+01:00[Europe/Vienna]"),
                        Duration.ofMinutes(5),
                        UUID.randomUUID(),
                        URI.create("http://localhost/a")),
                new Arrays());
    }

    @ParameterizedTest(name = "such as {0}")
    @MethodSource("surviving")
    @DisplayName("that JSON-B writes and reads survives")
    void survives(Object payload) {
        assertThat(lost(payload, payload.getClass())).isNull();
    }

    @Test
    @DisplayName("of JSON, or a map of anything, survives")
    void json() {
        assertThat(lost(Json.createObjectBuilder().add("a", 1).build(), JsonObject.class))
                .isNull();
        assertThat(lost(Map.of("a", 1, "b", List.of("x", 2.5)), Map.class)).isNull();
    }

    @Test
    @DisplayName("whose field has no accessors is lost, and the field is named")
    void hidden() {
        assertThat(lost(Hidden.of("x"), Hidden.class)).isEqualTo("text");
        assertThat(lost(new Holder("x", List.of(Hidden.of("x"))), Holder.class)).isEqualTo("hidden[0].text");
    }

    @Test
    @DisplayName("of a subclass loses what that adds, and the field is named")
    void subclass() {
        Dog dog = new Dog();
        dog.name = "Rex";
        assertThat(lost(dog, Animal.class)).isEqualTo("breed");
    }
}
