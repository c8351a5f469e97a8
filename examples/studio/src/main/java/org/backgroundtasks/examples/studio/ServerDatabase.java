package org.backgroundtasks.examples.studio;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.sql.DataSource;

/** The server's default data source. Without a server, {@link Main} has another in its place. */
@ApplicationScoped
public class ServerDatabase {

    @Produces
    @ApplicationScoped
    @SuppressWarnings("BanJNDI") // the name is a constant
    public DataSource source() throws NamingException {
        return InitialContext.doLookup("java:comp/DefaultDataSource");
    }
}
