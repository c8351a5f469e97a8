package org.backgroundtasks.examples.guides;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;

/** An account. */
@Entity
public class Account {

    @Id
    @GeneratedValue
    private long id;

    private String email = "";

    private boolean welcomed;

    protected Account() {}

    public Account(String email) {
        this.email = email;
    }

    public long getId() {
        return id;
    }

    public String getEmail() {
        return email;
    }

    public boolean isWelcomed() {
        return welcomed;
    }

    public void setWelcomed() {
        welcomed = true;
    }
}
