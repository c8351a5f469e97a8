package org.backgroundtasks.it.applications;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.util.UUID;

/** The entity of {@code PersistenceIT}. */
@Entity
public class Note {

    @Id
    private String id = UUID.randomUUID().toString();

    private String text = "";

    protected Note() {}

    /**
     * Not stored yet.
     *
     * @param text what it says
     */
    public Note(String text) {
        this.text = text;
    }

    /** What it says. */
    public String text() {
        return text;
    }

    /** Its key. */
    public String id() {
        return id;
    }
}
