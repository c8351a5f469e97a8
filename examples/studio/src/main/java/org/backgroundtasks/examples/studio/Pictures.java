package org.backgroundtasks.examples.studio;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The pictures and their thumbnails. */
@ApplicationScoped
public class Pictures {

    @Inject
    Database database;

    /** Returns the picture's id. */
    public String store(String name, byte[] original) throws SQLException {
        String id = UUID.randomUUID().toString();
        database.update("insert into picture (id, name, original) values (?, ?, ?)", id, name, original);
        return id;
    }

    public byte[] original(String id) throws SQLException {
        return database.query(row -> row.getBytes(1), "select original from picture where id = ?", id)
                .get(0);
    }

    public void addThumbnail(String id, int width, byte[] jpeg) throws SQLException {
        database.update("insert into thumbnail (picture, width, jpeg) values (?, ?, ?)", id, width, jpeg);
    }

    public Optional<byte[]> thumbnail(String id, int width) throws SQLException {
        return database
                .query(row -> row.getBytes(1), "select jpeg from thumbnail where picture = ? and width = ?", id, width)
                .stream()
                .findFirst();
    }

    public Optional<Picture> find(String id) throws SQLException {
        List<Integer> widths = database.query(
                row -> row.getInt(1), "select width from thumbnail where picture = ? order by width", id);
        return database.query(row -> row.getString(1), "select name from picture where id = ?", id).stream()
                .map(name -> new Picture(id, name, widths))
                .findFirst();
    }

    public List<Picture> latest() throws SQLException {
        List<Picture> found = new ArrayList<>();
        for (String id : database.query(
                row -> row.getString(1), "select id from picture order by uploaded desc fetch first 12 rows only")) {
            find(id).ifPresent(found::add);
        }
        return found;
    }
}
