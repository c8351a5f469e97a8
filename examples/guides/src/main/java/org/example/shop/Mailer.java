package org.example.shop;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.logging.Logger;

@ApplicationScoped
public class Mailer {

    private static final Logger LOG = Logger.getLogger("shop");

    public void confirm(String email, String article) throws InterruptedException {
        if (!email.contains("@")) {
            throw new IllegalArgumentException("Not an address: " + email);
        }
        Thread.sleep(3000); // a slow mail server
        LOG.info("Mail to " + email + ": we are packing your " + article);
    }
}
