package org.backgroundtasks.examples.guides;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Logger;
import org.backgroundtasks.BackgroundTask;
import org.backgroundtasks.BackgroundTasks;
import org.backgroundtasks.TaskContext;

/** Reports that take a while, and that can be cancelled. */
@Path("reports/{id}")
@ApplicationScoped
public class ReportResource {

    private final Logger log = Logger.getLogger("reports");

    private final Map<String, BackgroundTask> building = new ConcurrentHashMap<>();

    @Inject
    BackgroundTasks tasks;

    @Inject
    TaskContext task;

    /** Begins a report. */
    @POST
    public void build(@PathParam("id") String id) {
        building.put(id, tasks.named("report").add(this::write, id));
    }

    /** Cancels it. */
    @DELETE
    public void cancel(@PathParam("id") String id) {
        BackgroundTask report = building.remove(id);
        if (report == null || !report.cancel()) {
            throw new NotFoundException("No report is being built: " + id);
        }
    }

    private void write(String id) {
        try {
            for (int page = 1; page <= 100 && !task.isCancelled(); page++) {
                writePage(id, page);
            }
        } finally {
            building.remove(id);
        }
    }

    /** Changes an article twice, and indexes it once. */
    @PUT
    public void change(@PathParam("id") String id) {
        tasks.replacing("index-" + id).add(this::index, id, "title");
        tasks.replacing("index-" + id).add(this::index, id, "title and text");
        if (id.startsWith("draft-")) {
            tasks.cancel("index-" + id);
        }
    }

    private void writePage(String id, int page) {
        log.info("Page " + page + " of " + id);
    }

    private void index(String id, String fields) {
        log.info("Indexed " + fields + " of " + id);
    }
}
