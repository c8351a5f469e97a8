package org.backgroundtasks.examples.guides;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetupTest;
import jakarta.mail.internet.MimeMessage;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.backgroundtasks.BackgroundTasksMonitor;
import org.backgroundtasks.embedded.EmbeddedRuntime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@DisplayName("Mail after the response")
class OrdersTest {

    private final GreenMail mail = new GreenMail(ServerSetupTest.SMTP.dynamicPort());
    private EmbeddedRuntime server;

    @BeforeEach
    void start() {
        mail.start();
        System.setProperty("mail.smtp.host", "127.0.0.1");
        System.setProperty("mail.smtp.port", Integer.toString(mail.getSmtp().getPort()));
        server = EmbeddedRuntime.builder()
                .resources(OrderResource.class)
                .beanClasses(OrderMails.class, MailSession.class)
                .start();
    }

    @AfterEach
    void stop() {
        server.close();
        mail.stop();
        System.clearProperty("mail.smtp.host");
        System.clearProperty("mail.smtp.port");
    }

    private int order(String article) throws Exception {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .build()
                .send(
                        HttpRequest.newBuilder(server.uri().resolve("orders/" + article + "?email=a@example.com"))
                                .POST(BodyPublishers.noBody())
                                .build(),
                        BodyHandlers.ofString())
                .statusCode();
    }

    private MimeMessage onlyMail() throws Exception {
        assertThat(server.select(BackgroundTasksMonitor.class).get().awaitIdle(Duration.ofSeconds(50)))
                .isTrue();
        assertThat(mail.getReceivedMessages()).hasSize(1);
        return mail.getReceivedMessages()[0];
    }

    @Test
    @DisplayName("an order is confirmed")
    void confirms() throws Exception {
        assertThat(order("globe")).isEqualTo(204);
        MimeMessage message = onlyMail();
        assertThat(message.getSubject()).isEqualTo("Your order");
        assertThat(message.getContent()).asString().contains("your globe");
    }

    @Test
    @DisplayName("one that fails is not: there is an apology instead")
    void apologises() throws Exception {
        assertThat(order("sold-out")).isEqualTo(409);
        assertThat(onlyMail().getSubject()).isEqualTo("Sorry");
    }

    @Test
    @DisplayName("the client has its answer although the mail server is away")
    void mailServerAway() throws Exception {
        mail.stop();
        assertThat(order("globe")).isEqualTo(204);
        assertThat(server.select(BackgroundTasksMonitor.class).get().awaitIdle(Duration.ofSeconds(50)))
                .isTrue();
        assertThat(server.select(BackgroundTasksMonitor.class).get().failed()).isEqualTo(1);
    }
}
