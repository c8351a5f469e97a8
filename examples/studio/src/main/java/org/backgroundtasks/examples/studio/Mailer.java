package org.backgroundtasks.examples.studio;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.MimeMessage;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Properties;

/**
 * Sends mail by the server that the system properties {@code mail.smtp.host} and {@code mail.smtp.port} name. If they name none, the
 * log has the mail.
 */
@ApplicationScoped
public class Mailer {

    private static final Logger LOG = System.getLogger("studio");

    @Inject
    Pace pace;

    void send(String to, String subject, String text) throws MessagingException, InterruptedException {
        pace.step();
        if (to.endsWith("@example.invalid")) {
            throw new MessagingException("There is no such domain");
        }
        if (System.getProperty("mail.smtp.host") == null) {
            LOG.log(Level.INFO, "Mail to {0}: {1}", to, text);
            return;
        }
        Properties properties = new Properties();
        properties.putAll(System.getProperties());
        // Jakarta Mail waits for ever unless told otherwise
        properties.putIfAbsent("mail.smtp.connectiontimeout", "10000");
        properties.putIfAbsent("mail.smtp.timeout", "10000");
        MimeMessage message = new MimeMessage(Session.getInstance(properties));
        message.setFrom("studio@example.com");
        message.setRecipients(RecipientType.TO, to);
        message.setSubject(subject, "UTF-8");
        message.setText(text, "UTF-8");
        Transport.send(message);
    }
}
