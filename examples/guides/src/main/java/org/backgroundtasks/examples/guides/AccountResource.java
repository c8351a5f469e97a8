package org.backgroundtasks.examples.guides;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import org.backgroundtasks.BackgroundTasks;

/** Stores an account in a transaction, and sends the mail once that is committed. */
@Path("accounts/{email}")
@RequestScoped
public class AccountResource {

    @PersistenceContext
    EntityManager database;

    @Inject
    BackgroundTasks tasks;

    @Inject
    AccountMails mails;

    @POST
    @Transactional
    public void open(@PathParam("email") String email) {
        Account account = new Account(email);
        database.persist(account);
        database.flush();
        tasks.named("welcome-mail").add(mails::welcome, account.getId());
    }
}
