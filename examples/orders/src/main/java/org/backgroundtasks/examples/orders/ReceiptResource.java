package org.backgroundtasks.examples.orders;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Returns how many receipts each node has sent. */
@Path("receipts")
@RequestScoped
public class ReceiptResource {

    @Inject
    Receipts receipts;

    @GET
    public Map<String, Object> count() throws IOException {
        Map<String, Long> byNode = receipts.sent().stream()
                .map(receipt -> receipt.split("\t", 2)[0])
                .collect(Collectors.groupingBy(node -> node, TreeMap::new, Collectors.counting()));
        return Map.of("sent by", byNode, "repeated", receipts.repeated());
    }
}
