package org.backgroundtasks.examples.orders;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;

/** What an application server's administration would do: a data source. */
@ApplicationScoped
class Sources {

    @Produces
    @ApplicationScoped
    DataSource database() {
        JdbcDataSource source = new JdbcDataSource();
        // what is committed is to be in the file when commit returns, and not half a second later;
        // and the database stays open while nobody is connected, as there is no pool
        source.setURL("jdbc:h2:tcp://127.0.0.1:" + Integer.getInteger("orders.store.port", 61616)
                + "/./orders;WRITE_DELAY=0;DB_CLOSE_DELAY=-1");
        return source;
    }
}
