package org.backgroundtasks.examples.orders;

import jakarta.enterprise.context.spi.CreationalContext;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.enterprise.inject.spi.InjectionPoint;
import jakarta.enterprise.inject.spi.ProcessProducer;
import jakarta.enterprise.inject.spi.Producer;
import java.util.Set;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Gives a node PostgreSQL in place of H2 if a system property says where that listens. */
public final class PostgreSqlNode implements Extension {

    static final String PORT = "orders.postgresql.port";

    void replace(@Observes ProcessProducer<?, DataSource> source) {
        Integer port = Integer.getInteger(PORT);
        if (port == null) {
            return;
        }
        source.setProducer(new Producer<>() {

            @Override
            public DataSource produce(CreationalContext<DataSource> context) {
                PGSimpleDataSource postgreSql = new PGSimpleDataSource();
                postgreSql.setURL("jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=postgres");
                return postgreSql;
            }

            @Override
            public void dispose(DataSource instance) {}

            @Override
            public Set<InjectionPoint> getInjectionPoints() {
                return Set.of();
            }
        });
    }
}
