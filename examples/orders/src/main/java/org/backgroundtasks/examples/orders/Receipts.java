package org.backgroundtasks.examples.orders;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The receipts, in a directory that all nodes share. A task may be handled twice, and a client may repeat its request, so each receipt
 * has the name of its order, and is put there in one step that fails if it is there already. The same is done with a database by
 * a unique key.
 */
@ApplicationScoped
public class Receipts {

    private final Path directory = Path.of(System.getProperty("orders.receipts", "receipts"));
    private final String node = System.getProperty("orders.node", "node");

    /** Sends a receipt, unless the order has one. */
    void send(OrderPlaced placed) throws IOException {
        // an order's number may be anything, and a file's name may not
        String order = URLEncoder.encode(placed.order(), StandardCharsets.UTF_8).replace("*", "%2A");
        Path written = Files.createTempFile(directory("unfinished"), "receipt", "");
        Files.writeString(written, node + '\t' + placed.order() + '\t' + placed.item());
        try {
            Files.createLink(directory("sent").resolve("order-" + order), written);
        } catch (FileAlreadyExistsException doneBefore) {
            Files.createFile(directory("repeated").resolve("order-" + order + '.' + UUID.randomUUID()));
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

    /** How often an order came that had its receipt. */
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
