package org.backgroundtasks.it.durable;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.sql.SQLException;
import org.backgroundtasks.durable.TaskHandler;

/** Asks for a transaction, and has it. */
@ApplicationScoped
public class CopyRow implements TaskHandler<RowPlaced> {

    @Inject
    Rows rows;

    @Override
    @Transactional
    public void handle(RowPlaced row) throws SQLException {
        rows.insert(Rows.Table.HANDLED, row.id());
    }
}
