package org.backgroundtasks.examples.studio;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.core.Response.Status;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.util.List;
import org.backgroundtasks.durable.DurableTask;
import org.backgroundtasks.durable.DurableTasks;

/** Who has signed up. */
@ApplicationScoped
public class Accounts {

    @Inject
    Database database;

    @Inject
    DurableTasks durable;

    /** Stores the account and the task of its mail: both, or neither. */
    @Transactional(rollbackOn = SQLException.class)
    public DurableTask signUp(String email, String name) throws SQLException {
        try {
            database.update("insert into account (email, name) values (?, ?)", email, name);
        } catch (SQLIntegrityConstraintViolationException taken) {
            throw new ClientErrorException("There is an account of this address", Status.CONFLICT, taken);
        }
        return durable.named("welcome-mail").add(SendWelcome.class, new SignedUp(email, name));
    }

    public boolean isWelcomed(String email) throws SQLException {
        return !database.query(row -> true, "select 1 from account where email = ? and welcomed is not null", email)
                .isEmpty();
    }

    public void setWelcomed(String email) throws SQLException {
        database.update("update account set welcomed = current_timestamp where email = ?", email);
    }

    public List<Account> latest() throws SQLException {
        return database.query(
                row -> new Account(row.getString(1), row.getString(2), row.getObject(3) != null),
                "select email, name, welcomed from account order by signed_up desc fetch first 20 rows only");
    }
}
