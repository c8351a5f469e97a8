package org.backgroundtasks.examples.orders;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Locale;
import javax.sql.DataSource;

/** A data source whose statements pass the boundaries. */
final class DoomedSource {

    private final DataSource real;

    DoomedSource(DataSource real) {
        this.real = real;
    }

    DataSource proxy() {
        return Calls.proxy(DataSource.class, (proxy, method, arguments) -> {
            Object made = Calls.invoke(real, method, arguments);
            return made instanceof Connection connection ? new Session(connection).proxy() : made;
        });
    }

    private static final class Session {

        private final Connection real;
        private boolean adds;

        Session(Connection real) {
            this.real = real;
        }

        Connection proxy() {
            return Calls.proxy(Connection.class, (proxy, method, arguments) -> {
                if (method.getName().equals("commit")) {
                    commit();
                    return null;
                }
                Object made = Calls.invoke(real, method, arguments);
                return made instanceof PreparedStatement statement && arguments != null
                        ? statement(statement, ((String) arguments[0]).toLowerCase(Locale.ROOT))
                        : made;
            });
        }

        private void commit() throws SQLException {
            if (adds) {
                Boundary.BEFORE_COMMIT.pass();
            }
            real.commit();
            if (adds) {
                Boundary.AFTER_COMMIT.pass();
            }
            adds = false;
        }

        private PreparedStatement statement(PreparedStatement statement, String sql) {
            return Calls.proxy(PreparedStatement.class, (proxy, method, arguments) -> {
                boolean executes = method.getName().startsWith("execute");
                if (executes) {
                    before(sql);
                }
                Object result = Calls.invoke(statement, method, arguments);
                if (executes) {
                    after(sql);
                }
                return result;
            });
        }

        private void before(String sql) {
            if (sql.startsWith("insert into background_tasks")) {
                adds = true;
                Boundary.BEFORE_SENDING.pass();
            } else if (sql.startsWith("delete from background_tasks")) {
                Boundary.BEFORE_ACKNOWLEDGEMENT.pass();
            } else if (isDeadLetter(sql)) {
                Boundary.BEFORE_DEAD_LETTER.pass();
            } else if (isAgain(sql)) {
                Boundary.BEFORE_STORING_AGAIN.pass();
            }
        }

        private void after(String sql) {
            if (sql.startsWith("insert into background_tasks")) {
                Boundary.AFTER_SENDING.pass();
            } else if (sql.startsWith("delete from background_tasks")) {
                Boundary.AFTER_ACKNOWLEDGEMENT.pass();
            } else if (isDeadLetter(sql)) {
                Boundary.AFTER_DEAD_LETTER.pass();
            } else if (isAgain(sql)) {
                Boundary.AFTER_STORING_AGAIN.pass();
            } else if (sql.startsWith("select attempt, unknown_since")) {
                // the notes of a row are read when it was taken
                Boundary.AFTER_TAKING.pass();
            }
        }

        private static boolean isDeadLetter(String sql) {
            return sql.startsWith("update background_tasks set task_name = ?, attempt = ?");
        }

        private static boolean isAgain(String sql) {
            return sql.startsWith("update background_tasks set attempt = ?");
        }
    }
}
