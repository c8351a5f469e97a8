package org.backgroundtasks.it.browser;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import javax.sql.DataSource;
import org.backgroundtasks.durable.DurableTasks;
import org.backgroundtasks.durable.Redelivery;
import org.backgroundtasks.durable.TaskHandler;

/** An application with durable tasks in a database, some of which fail. */
@Path("shop")
@ApplicationScoped
public class Shop {

    static final String HOSTILE = "<img src=x onerror=alert(1)></script><script>alert(2)</script>";

    /** What is stored. */
    public record Order(String number) {}

    /** Succeeds. */
    @ApplicationScoped
    public static class SendReceipt implements TaskHandler<Order> {
        @Override
        public void handle(Order order) {}
    }

    /** Fails for good. */
    @ApplicationScoped
    @Redelivery(attempts = 2, firstDelay = 20, longestDelay = 20, unit = java.time.temporal.ChronoUnit.MILLIS)
    public static class ChargeCard implements TaskHandler<Order> {
        @Override
        public void handle(Order order) throws IOException {
            throw new IllegalStateException(
                    "The card of order " + order.number() + " was declined " + HOSTILE,
                    new IOException("Connection refused"));
        }
    }

    /** Runs until the test is over. */
    @ApplicationScoped
    public static class ExportYear implements TaskHandler<Order> {

        static volatile CountDownLatch end = new CountDownLatch(1);

        @Override
        public void handle(Order order) throws InterruptedException {
            end.await();
        }
    }

    /** As an application would. */
    @ApplicationScoped
    public static class Source {

        static volatile DataSource current;

        @Produces
        DataSource source() {
            return current;
        }
    }

    @Inject
    DurableTasks durable;

    /** Adds tasks of each kind. */
    @POST
    @Path("orders/{number}")
    public void order(@PathParam("number") String number) {
        durable.named("receipt").add(SendReceipt.class, new Order(number));
        durable.named("charge " + number + ' ' + HOSTILE).add(ChargeCard.class, new Order(number));
        durable.named("reminder").delayed(Duration.ofHours(30)).add(SendReceipt.class, new Order(number));
    }

    /** Adds one that runs. */
    @POST
    @Path("export")
    public void export() {
        durable.named("export").add(ExportYear.class, new Order("2026"));
    }
}
