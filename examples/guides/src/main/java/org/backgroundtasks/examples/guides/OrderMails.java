package org.backgroundtasks.examples.guides;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.MimeMessage;

/** The mails of the shop. */
@ApplicationScoped
public class OrderMails {

    @Inject
    Session session;

    /** Says that the order is taken. */
    public void confirm(String email, String article) throws MessagingException {
        send(email, "Your order", "We are packing your " + article + ".");
    }

    /** Says that it is not. */
    public void apologise(String email, String article) throws MessagingException {
        send(email, "Sorry", "We have no " + article + " left.");
    }

    private void send(String email, String subject, String text) throws MessagingException {
        MimeMessage message = new MimeMessage(session);
        message.setFrom("shop@example.com");
        message.setRecipients(RecipientType.TO, email);
        message.setSubject(subject);
        message.setText(text);
        Transport.send(message);
    }
}
