package org.backgroundtasks.examples.guides;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;

/** Greets by mail who has opened an account, in a transaction of the task's own. */
@ApplicationScoped
public class AccountMails {

    @PersistenceContext
    EntityManager database;

    @Inject
    Mailer mailer;

    @Transactional
    public void welcome(long id) {
        Account account = database.find(Account.class, id);
        mailer.welcome(account.getEmail());
        account.setWelcomed();
    }
}
