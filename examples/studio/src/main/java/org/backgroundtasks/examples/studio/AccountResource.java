package org.backgroundtasks.examples.studio;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Pattern;
import org.backgroundtasks.BackgroundTasks;
import org.backgroundtasks.status.TaskStatuses;

/** Sign-up. 202 means that the account and the task of its mail are in the database. */
@Path("accounts")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class AccountResource {

    private static final Pattern ADDRESS = Pattern.compile("[^@\\s]{1,60}@[^@\\s]{1,100}");
    private static final int LONGEST_NAME = 100;

    @Inject
    BackgroundTasks tasks;

    @Inject
    TaskStatuses statuses;

    @Inject
    Accounts accounts;

    @Inject
    Audit audit;

    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response signUp(
            @FormParam("email") @DefaultValue("") String email, @FormParam("name") @DefaultValue("") String name)
            throws SQLException {
        tasks.named("audit").onError().add(audit::record, "refused: sign-up of " + email);
        if (!ADDRESS.matcher(email).matches() || name.isBlank() || name.length() > LONGEST_NAME) {
            throw new BadRequestException("An email address and a name, please");
        }
        return statuses.accepted(accounts.signUp(email, name)).build();
    }

    @GET
    public List<Account> latest() throws SQLException {
        return accounts.latest();
    }
}
