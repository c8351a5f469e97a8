package org.backgroundtasks.it.durable;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import org.backgroundtasks.durable.DurableTasks;

/** Adds as many tasks as a request says, each with 20,000 characters. */
@RequestScoped
public class PlacedNotes {

    private static final String TEXT = "x".repeat(20_000);

    @Inject
    DurableTasks durable;

    public void place(int number) {
        for (int i = 0; i < number; i++) {
            durable.add(WriteDown.class, new Note(TEXT));
        }
    }

    @Transactional
    public void placeInTransaction(int number) {
        place(number);
    }

    /** That over HTTP. */
    @Path("notes")
    @RequestScoped
    public static class Resource {

        @Inject
        PlacedNotes notes;

        @POST
        public void place(@QueryParam("number") int number) {
            notes.place(number);
        }

        @POST
        @Path("transaction")
        public void placeInTransaction(@QueryParam("number") int number) {
            notes.placeInTransaction(number);
        }
    }
}
