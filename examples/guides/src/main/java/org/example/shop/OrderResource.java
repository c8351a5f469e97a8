package org.example.shop;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import org.backgroundtasks.BackgroundTasks;

@Path("orders/{article}")
@RequestScoped
public class OrderResource {

    @Inject
    BackgroundTasks tasks;

    @Inject
    Mailer mailer;

    @POST
    public String order(@PathParam("article") String article, @QueryParam("email") String email) {
        tasks.named("confirmation").add(mailer::confirm, email, article);
        if (article.equals("unicorn")) {
            throw new NotFoundException("No unicorns left");
        }
        return "Thank you\n";
    }
}
