package org.backgroundtasks.it.reliability;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.backgroundtasks.TaskContext;
import org.backgroundtasks.durable.DurableTasks;
import org.backgroundtasks.durable.TaskHandler;

/** Rows that requests place together with a durable task, whose handler writes down that it was there. */
@ApplicationScoped
public class Rows {

    /** The payload. */
    public record Placed(int id) {}

    /** Does not go by the row's id, so that a second task for a row would be seen. */
    @ApplicationScoped
    public static class Handler implements TaskHandler<Placed> {

        @Inject
        Rows rows;

        @Inject
        TaskContext task;

        @Override
        @Transactional
        public void handle(Placed row) throws SQLException {
            rows.handled(task.id(), row.id());
        }
    }

    @jakarta.annotation.Resource(lookup = "java:/jdbc/rows")
    DataSource database;

    @Inject
    DurableTasks durable;

    @Transactional
    public void create() throws SQLException {
        update("create table placed (id int primary key)");
        update("create table handled (task varchar(64) primary key, id int, times int)");
    }

    @Transactional(rollbackOn = IllegalStateException.class)
    public void place(int id, boolean rollBack) throws SQLException {
        update("insert into placed (id) values (?)", id);
        durable.add(Handler.class, new Placed(id));
        if (rollBack) {
            throw new IllegalStateException("rolls back");
        }
    }

    void handled(String task, int id) throws SQLException {
        if (update("update handled set times = times + 1 where task = ?", task) == 0) {
            update("insert into handled (task, id, times) values (?, ?, 1)", task, id);
        }
    }

    private int update(String sql, Object... parameters) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            return statement.executeUpdate();
        }
    }

    List<Integer> numbers(String sql) throws SQLException {
        List<Integer> numbers = new ArrayList<>();
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                numbers.add(rows.getInt(1));
            }
        }
        return numbers;
    }

    /** Rows over HTTP. */
    @Path("rows")
    @RequestScoped
    @Produces(MediaType.TEXT_PLAIN)
    public static class Resource {

        @Inject
        Rows rows;

        @POST
        public void create() throws SQLException {
            rows.create();
        }

        @POST
        @Path("{id}")
        public Response place(@PathParam("id") int id, @QueryParam("roll-back") boolean rollBack) throws SQLException {
            try {
                rows.place(id, rollBack);
            } catch (IllegalStateException rolledBack) {
                return Response.status(Response.Status.CONFLICT).build();
            }
            return Response.noContent().build();
        }

        @GET
        @Path("placed")
        public String placed() throws SQLException {
            return rows.numbers("select id from placed order by id").toString();
        }

        /** The row of each task, as often as it had tasks. */
        @GET
        @Path("handled")
        public String handled() throws SQLException {
            return rows.numbers("select id from handled order by id").toString();
        }

        /** How many tasks there are in the library's own table. */
        @GET
        @Path("tasks")
        public String tasks() throws SQLException {
            return rows.numbers("select count(*) from background_tasks").toString();
        }

        @GET
        @Path("repeated")
        public String repeated() throws SQLException {
            return rows.numbers("select sum(times) - count(*) from handled").toString();
        }
    }
}
