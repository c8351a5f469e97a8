package org.backgroundtasks.examples.orders;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The receipts, in a directory that all nodes share. A task may be handled twice, so each receipt has the name of its task, and is
 * put there in one step that fails if it is there already. The same is done with a database by a unique key.
 */
@ApplicationScoped
public class Receipts {

    private final Path directory = Path.of(System.getProperty("orders.receipts", "receipts"));
    private final String node = System.getProperty("orders.node", "node");

    /** Sends a receipt, unless this task has been done before. */
    void send(String task, OrderPlaced placed) throws IOException {
        Path written = Files.createTempFile(directory("unfinished"), task, "");
        Files.writeString(written, node + '\t' + placed.order() + '\t' + placed.item());
        try {
            Files.createLink(directory("sent").resolve(task), written);
        } catch (FileAlreadyExistsException doneBefore) {
            Files.createFile(directory("repeated").resolve(task + '.' + UUID.randomUUID()));
        }
        Files.delete(written);
    }

    /** The receipts that were sent, each with the node that did it, the order and the item. */
    List<String> sent() throws IOException {
        List<String> receipts = new ArrayList<>();
        for (Path receipt : files("sent")) {
            receipts.add(Files.readString(receipt));
        }
        return receipts;
    }

    /** How often a task came that had been done before. */
    int repeated() throws IOException {
        return files("repeated").size();
    }

    private List<Path> files(String kind) throws IOException {
        try (Stream<Path> files = Files.list(directory(kind))) {
            return files.toList();
        }
    }

    private Path directory(String kind) throws IOException {
        return Files.createDirectories(directory.resolve(kind));
    }
}
