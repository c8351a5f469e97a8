package org.backgroundtasks.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** What adding a durable task takes beside the same by hand; nothing if it did not run. */
record StoreResults(List<StoreResults.Turn> turns) {

    /** The medians of one turn, in nanoseconds. */
    record Turn(String store, int turn, double library, double byHand, double byHandAgain) {}

    static StoreResults in(Path directory) throws IOException {
        Path file = directory.resolve("stores.json");
        return new StoreResults(
                Files.exists(file) ? List.of(new ObjectMapper().readValue(file.toFile(), Turn[].class)) : List.of());
    }

    List<String> stores() {
        return turns.stream().map(Turn::store).distinct().toList();
    }

    Spread library(String store) {
        return of(store, Turn::library);
    }

    Spread byHand(String store) {
        return of(store, Turn::byHand);
    }

    Spread byHandAgain(String store) {
        return of(store, Turn::byHandAgain);
    }

    private Spread of(String store, ToDoubleFunction<Turn> figure) {
        return new Spread(turns.stream()
                .filter(turn -> turn.store().equals(store))
                .mapToDouble(figure)
                .boxed()
                .toList());
    }
}
