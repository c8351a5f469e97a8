package org.backgroundtasks.examples.guides;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import jakarta.mail.Session;
import java.util.Properties;

/** Where the mail server is. */
@ApplicationScoped
public class MailSession {

    /** By the system properties {@code mail.smtp.host} and {@code mail.smtp.port}. */
    @Produces
    @Singleton
    public Session session() {
        Properties properties = new Properties();
        properties.putAll(System.getProperties());
        // Jakarta Mail waits for ever unless told otherwise
        properties.putIfAbsent("mail.smtp.connectiontimeout", "10000");
        properties.putIfAbsent("mail.smtp.timeout", "10000");
        return Session.getInstance(properties);
    }
}
