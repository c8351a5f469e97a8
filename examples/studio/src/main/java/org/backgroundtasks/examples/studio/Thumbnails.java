package org.backgroundtasks.examples.studio;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.URI;
import java.sql.SQLException;
import java.util.List;
import org.backgroundtasks.TaskContext;
import org.backgroundtasks.status.TaskStatuses;

/** The slow work: scales a picture, and says how far it is. */
@ApplicationScoped
public class Thumbnails {

    static final List<Integer> WIDTHS = List.of(320, 160, 80);

    @Inject
    TaskContext task;

    @Inject
    TaskStatuses statuses;

    @Inject
    Pictures pictures;

    @Inject
    Pace pace;

    public void make(String id) throws IOException, SQLException, InterruptedException {
        BufferedImage picture = Images.read(pictures.original(id));
        double done = 0;
        for (int width : WIDTHS) {
            task.progress(done++ / WIDTHS.size(), "scaling to " + width + " pixels");
            pace.step();
            pictures.addThumbnail(id, width, Images.scaled(picture, width));
        }
        statuses.result(URI.create("pictures/" + id));
    }
}
