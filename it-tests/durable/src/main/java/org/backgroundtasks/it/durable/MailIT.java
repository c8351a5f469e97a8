package org.backgroundtasks.it.durable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.backgroundtasks.BackgroundTasksMonitor;
import org.backgroundtasks.examples.guides.OrderMails;
import org.backgroundtasks.examples.guides.OrderResource;
import org.backgroundtasks.it.conformance.Holds;
import org.backgroundtasks.it.conformance.Promise;
import org.backgroundtasks.it.harness.Archives;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The recipe of {@code docs/how-to/send-mail.md}, with the mail session of the server's administrator. */
@Tag("durable")
@ExtendWith(ArquillianExtension.class)
@DisplayName("Mail through the server's session")
class MailIT {

    /** The session's; set by the script that the system property {@code it.administration} names. */
    private static final int PORT = Integer.getInteger("it.smtp.port", 0);

    @ArquillianResource
    private URI application;

    private final GreenMail mail = new GreenMail(new ServerSetup(PORT, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    private NotesClient client;

    @Deployment(testable = false)
    static WebArchive application() {
        return Archives.web("send-mail", OrderResource.class, OrderMails.class, Ends.class, session());
    }

    private static Class<?> session() {
        return System.getProperty("it.mail-session", "").startsWith("java:jboss/")
                ? WildFlySession.class
                : NamedSession.class;
    }

    /** The one that WildFly comes with. */
    @ApplicationScoped
    public static class WildFlySession {

        @Resource(lookup = "java:jboss/mail/Default")
        Session administered;

        @Produces
        @Singleton
        public Session session() {
            return administered;
        }
    }

    /** One whose name the administrator chose. */
    @ApplicationScoped
    public static class NamedSession {

        @Resource(lookup = "mail/shop")
        Session administered;

        @Produces
        @Singleton
        public Session session() {
            return administered;
        }
    }

    @Path("ends")
    @RequestScoped
    public static class Ends {

        @Inject
        BackgroundTasksMonitor monitor;

        /** How many tasks failed, as soon as none is left. */
        @GET
        public String failed() throws InterruptedException {
            return monitor.awaitIdle(Duration.ofSeconds(50)) ? String.valueOf(monitor.failed()) : "not idle";
        }
    }

    @BeforeEach
    void begin() {
        client = new NotesClient(application);
    }

    @AfterEach
    void stop() {
        mail.stop();
    }

    private void order(String article, int expected) throws Exception {
        HttpResponse<String> response = client.send("POST", "orders/" + article + "?email=a@example.com");
        assertThat(response.statusCode()).as("%s", response.body()).isEqualTo(expected);
    }

    private int failed() throws Exception {
        String failed = client.send("GET", "ends").body();
        assertThat(failed).as("tasks that failed").matches("\\d+");
        return Integer.parseInt(failed);
    }

    private List<String> received() throws Exception {
        List<String> received = new ArrayList<>();
        for (MimeMessage message : mail.getReceivedMessages()) {
            received.add(message.getSubject() + ": "
                    + message.getContent().toString().strip());
        }
        return received;
    }

    @Test
    @Promise("C-14")
    @Holds("an order is confirmed through the administrator's mail session, and one that fails gets an apology instead")
    void mails() throws Exception {
        mail.start();
        int before = failed();
        order("sold-out", 409);
        assertThat(failed()).isEqualTo(before);
        assertThat(received()).containsExactly("Sorry: We have no sold-out left.");
        order("globe", 204);
        assertThat(failed()).isEqualTo(before);
        assertThat(received())
                .containsExactly("Sorry: We have no sold-out left.", "Your order: We are packing your globe.");
    }

    @Test
    @Promise({"C-10", "C-23"})
    @Holds("a mail server that is silent costs the task that waits for it, and neither a thread nor an answer")
    void silent() throws Exception {
        int before = failed();
        try (ServerSocket silent = new ServerSocket(PORT, 1, InetAddress.getLoopbackAddress())) {
            order("globe", 204);
            assertThat(failed()).isEqualTo(before + 1);
            silent.setSoTimeout(1_000);
            assertThatCode(() -> silent.accept().close())
                    .as("the call that waits to be accepted")
                    .doesNotThrowAnyException();
        }
    }
}
