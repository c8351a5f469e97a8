package org.backgroundtasks.examples.orders;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import org.backgroundtasks.durable.DurableTasks;

/** Takes orders. 202 means that the broker has the task of sending the receipt. */
@Path("orders/{order}")
@RequestScoped
public class OrderResource {

    @Inject
    DurableTasks durable;

    @PUT
    public Response place(@PathParam("order") String order, @QueryParam("item") @DefaultValue("a book") String item) {
        durable.add(SendReceipt.class, new OrderPlaced(order, item));
        return Response.accepted().build();
    }
}
