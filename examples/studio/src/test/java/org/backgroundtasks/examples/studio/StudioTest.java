package org.backgroundtasks.examples.studio;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetupTest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Specializes;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.sql.DataSource;
import org.backgroundtasks.embedded.EmbeddedRuntime;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

// on a thread of its own, as nothing interrupts one that reads events
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
@DisplayName("The studio example")
class StudioTest {

    private static final int ANY_NUMBER = 1_000_000;
    private static final List<String> ENDS = List.of("succeeded", "failed");

    /** Goes on when the test lets it. */
    @Specializes
    public static class TestPace extends Pace {

        static Semaphore steps = new Semaphore(ANY_NUMBER);

        @Override
        public void step() throws InterruptedException {
            steps.acquire();
        }
    }

    /** A database in memory, which outlives the application. */
    @Specializes
    public static class TestDatabase extends ServerDatabase {

        static String name = "";

        @Override
        @Produces
        @ApplicationScoped
        public DataSource source() {
            return JdbcConnectionPool.create("jdbc:h2:mem:" + name + ";DB_CLOSE_DELAY=-1", "sa", "");
        }
    }

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final GreenMail mail = new GreenMail(ServerSetupTest.SMTP.dynamicPort());
    private EmbeddedRuntime server;

    @BeforeEach
    void begin() {
        mail.start();
        System.setProperty("mail.smtp.host", "127.0.0.1");
        System.setProperty("mail.smtp.port", Integer.toString(mail.getSmtp().getPort()));
        System.setProperty("background-tasks.drain-timeout", "1s");
        TestPace.steps = new Semaphore(ANY_NUMBER);
        TestDatabase.name = UUID.randomUUID().toString();
        start();
    }

    private void start() {
        server = EmbeddedRuntime.builder()
                .application(StudioApplication.class)
                .beanClasses(TestPace.class, TestDatabase.class)
                .start();
    }

    @AfterEach
    void end() {
        server.close();
        mail.stop();
        Stream.of("mail.smtp.host", "mail.smtp.port", "background-tasks.drain-timeout")
                .forEach(System::clearProperty);
    }

    @Test
    @DisplayName("answers a sign-up before the mail is sent, and sends it afterwards")
    void welcomes() throws Exception {
        TestPace.steps = new Semaphore(0);
        URI status = accepted(signUp("ann@example.com"));
        assertThat(get("accounts").body()).contains("\"email\":\"ann@example.com\"", "\"welcomed\":false");
        assertThat(mail.getReceivedMessages()).isEmpty();
        TestPace.steps.release();
        assertThat(last(status).getString("state")).isEqualTo("succeeded");
        assertThat(mail.getReceivedMessages()).hasSize(1);
        assertThat(mail.getReceivedMessages()[0].getContent()).asString().contains("Hello Ann");
        assertThat(get("accounts").body()).contains("\"welcomed\":true");
    }

    @Test
    @DisplayName("C-51 sends the mail after a restart, if the application stopped before it was sent")
    void survives() throws Exception {
        TestPace.steps = new Semaphore(0);
        accepted(signUp("ann@example.com"));
        server.close();
        assertThat(mail.getReceivedMessages()).isEmpty();
        TestPace.steps = new Semaphore(ANY_NUMBER);
        start();
        assertThat(mail.waitForIncomingEmail(50_000, 1)).isTrue();
    }

    @Test
    @DisplayName("C-14 refuses a second account of one address, and writes that down after the response")
    void refuses() throws Exception {
        last(accepted(signUp("ann@example.com")));
        assertThat(get("audit").body()).isEqualTo("[]");
        assertThat(signUp("ann@example.com").statusCode()).isEqualTo(409);
        awaitAudit("refused: sign-up of ann@example.com");
        assertThat(mail.getReceivedMessages()).hasSize(1);
    }

    @ParameterizedTest(name = "refuses the address ''{0}''")
    @CsvSource({"''", "nobody", "a b@example.com", "a@b@c"})
    void refusesAddresses(String email) throws Exception {
        assertThat(signUp(email).statusCode()).isEqualTo(400);
        awaitAudit("refused: sign-up of " + email);
        assertThat(get("accounts").body()).isEqualTo("[]");
    }

    @Test
    @DisplayName("C-52 tries a mail that cannot be sent again, and writes each failure down")
    void dead() throws Exception {
        assertThat(last(accepted(signUp("ann@example.invalid"))).getString("state"))
                .isEqualTo("failed");
        awaitAudit("failed: welcome-mail, ");
        assertThat(get("audit").body().split("failed, to be tried again: welcome-mail", -1))
                .hasSize(3);
    }

    @Test
    @DisplayName("answers an upload with 202, says how far it is, and ends with the thumbnails")
    void thumbnails() throws Exception {
        TestPace.steps = new Semaphore(1);
        URI status = accepted(upload("cat.png", png(640, 480)));
        JsonObject running;
        do {
            running = json(get(status).body());
        } while (!running.getString("message", "").equals("scaling to 160 pixels"));
        assertThat(running.getJsonNumber("progress").doubleValue()).isBetween(0.33, 0.34);
        TestPace.steps.release(2);
        URI result = URI.create(last(status).getString("result"));
        assertThat(get(result).body()).contains("\"name\":\"cat.png\"", "\"widths\":[80,160,320]");
        BufferedImage thumbnail = ImageIO.read(new ByteArrayInputStream(
                client.send(HttpRequest.newBuilder(URI.create(result + "/160")).build(), BodyHandlers.ofByteArray())
                        .body()));
        assertThat(thumbnail.getWidth()).isEqualTo(160);
        assertThat(thumbnail.getHeight()).isEqualTo(120);
        assertThat(get(URI.create(result + "/161")).statusCode()).isEqualTo(404);
    }

    @Test
    @DisplayName("what is no picture is a problem, in words for the user, and in the audit")
    void noPicture() throws Exception {
        JsonObject failed = last(accepted(upload("cat.png", "no picture".getBytes(StandardCharsets.UTF_8))));
        assertThat(failed.getString("state")).isEqualTo("failed");
        assertThat(failed.getJsonObject("problem").getString("detail")).isEqualTo("This is no picture");
        awaitAudit("failed: thumbnails, This is no picture");
    }

    @Test
    @DisplayName("a picture that no memory holds is a problem")
    void tooManyPixels() throws Exception {
        byte[] png = png(10, 10);
        // the width in a PNG's header
        png[16] = 0x7f;
        JsonObject failed = last(accepted(upload("bomb.png", png)));
        assertThat(failed.getJsonObject("problem").getString("detail")).contains("40000000 pixels");
    }

    @Test
    @DisplayName("a picture that is too large is refused at once")
    void tooLarge() throws Exception {
        assertThat(upload("large.png", new byte[PictureResource.MAX_BYTES + 1]).statusCode())
                .isEqualTo(413);
        awaitAudit("refused: picture large.png");
        assertThat(get("pictures").body()).isEqualTo("[]");
    }

    @ParameterizedTest(name = "serves /{0} as {1}")
    @CsvSource({"'',text/html", "common.css,text/css", "page.css,text/css", "page.js,text/javascript"})
    void servesThePage(String path, String type) throws Exception {
        HttpResponse<String> response = get(path);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type").orElseThrow()).startsWith(type);
        assertThat(response.headers().firstValue("Content-Security-Policy")).isPresent();
        assertThat(response.body()).isNotBlank();
    }

    private HttpResponse<String> signUp(String email) throws Exception {
        return post(
                "accounts",
                "application/x-www-form-urlencoded",
                ("name=Ann&email=" + email).getBytes(StandardCharsets.UTF_8));
    }

    private HttpResponse<String> upload(String name, byte[] picture) throws Exception {
        return post("pictures/" + name, "image/png", picture);
    }

    private HttpResponse<String> post(String path, String type, byte[] body) throws Exception {
        return client.send(
                HttpRequest.newBuilder(server.uri().resolve(path))
                        .header("Content-Type", type)
                        .POST(BodyPublishers.ofByteArray(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private static URI accepted(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(202);
        return URI.create(response.headers().firstValue("Location").orElseThrow());
    }

    private HttpResponse<String> get(String path) throws Exception {
        return get(server.uri().resolve(path));
    }

    private HttpResponse<String> get(URI address) throws Exception {
        return client.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
    }

    /** The end, by the events. Streams are followed again as browsers do it: one ends where a task is to be tried again. */
    private JsonObject last(URI status) throws Exception {
        List<JsonObject> events = new ArrayList<>();
        do {
            client.send(
                            HttpRequest.newBuilder(status)
                                    .header("Accept", "text/event-stream")
                                    .build(),
                            BodyHandlers.ofLines())
                    .body()
                    .filter(line -> line.startsWith("data:"))
                    .forEach(line -> events.add(json(line.substring("data:".length()))));
        } while (!ENDS.contains(events.get(events.size() - 1).getString("state")));
        return events.get(events.size() - 1);
    }

    private static JsonObject json(String text) {
        try (var reader = Json.createReader(new StringReader(text))) {
            return reader.readObject();
        }
    }

    /** The response does not wait for the audit. */
    private void awaitAudit(String line) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        String audit = get("audit").body();
        while (!audit.contains('"' + line) && System.nanoTime() < end) {
            audit = get("audit").body();
        }
        assertThat(audit).contains('"' + line);
    }

    private static byte[] png(int width, int height) throws IOException {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB), "png", png);
        return png.toByteArray();
    }
}
