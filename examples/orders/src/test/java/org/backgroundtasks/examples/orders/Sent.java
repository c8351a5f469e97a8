package org.backgroundtasks.examples.orders;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The receipts of a cluster, as they lie there. */
record Sent(List<String[]> receipts, int repeated) {

    static Sent in(Path receipts) throws IOException {
        List<String[]> read = new ArrayList<>();
        for (Path receipt : files(receipts.resolve("sent"))) {
            read.add(Files.readString(receipt).split("\t", -1));
        }
        return new Sent(read, files(receipts.resolve("repeated")).size());
    }

    private static List<Path> files(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }

    Set<String> orders() {
        return receipts.stream().map(receipt -> receipt[1]).collect(Collectors.toSet());
    }

    Map<String, Long> byNode() {
        return receipts.stream()
                .collect(Collectors.groupingBy(receipt -> receipt[0], TreeMap::new, Collectors.counting()));
    }
}
