package org.backgroundtasks.it;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;

/** The entity of {@link PersistenceIT}. */
@Entity
public class Note {

    @Id
    @GeneratedValue
    private long id;

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
    public long id() {
        return id;
    }
}
