package org.backgroundtasks.examples.guides;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response.Status;
import java.time.Duration;
import org.backgroundtasks.BackgroundTasks;

/** Orders, each of which is confirmed by mail. */
@Path("orders/{article}")
@RequestScoped
public class OrderResource {

    @Inject
    BackgroundTasks tasks;

    @Inject
    OrderMails mails;

    /** Takes an order. */
    @POST
    public void order(@PathParam("article") String article, @QueryParam("email") String email) {
        tasks.named("confirmation").timeout(Duration.ofMinutes(1)).add(mails::confirm, email, article);
        tasks.named("apology").onError().add(mails::apologise, email, article);
        if (article.equals("sold-out")) {
            throw new ClientErrorException(Status.CONFLICT);
        }
    }
}
