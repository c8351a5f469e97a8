package org.backgroundtasks.it.durable;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.backgroundtasks.it.conformance.Holds;
import org.backgroundtasks.it.conformance.Promise;
import org.backgroundtasks.it.harness.Archives;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.OperateOnDeployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The studio example, the very archive that its build makes, on the server's default data source. */
@Tag("database")
@Tag("transactions")
@ExtendWith(ArquillianExtension.class)
@DisplayName("The studio example")
class StudioExampleIT {

    private static final Pattern RESULT = Pattern.compile("\"result\":\"([^\"]+)\"");

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @ArquillianResource
    @OperateOnDeployment("beside")
    private URL beside;

    private URI studio;

    @Deployment(name = "example", testable = false)
    static WebArchive example() {
        return ShrinkWrap.createFromZipFile(WebArchive.class, new File(System.getProperty("it.example"), "studio.war"));
    }

    @Deployment(name = "beside", testable = false)
    static WebArchive beside() {
        return Archives.web("beside-studio");
    }

    @BeforeEach
    void find() {
        studio = URI.create(beside.toString()).resolve("/studio/");
    }

    @Test
    @Promise({"C-44", "C-45", "C-50", "C-54"})
    @Holds("the studio example stores an account and its mail, and its status is that of the mail")
    void signUp() throws Exception {
        HttpResponse<String> response = signUp("ann@example.com");
        assertThat(response.statusCode()).as(response.body()).isEqualTo(202);
        assertThat(succeeded(response)).contains("\"name\":\"welcome-mail\"", "\"attempt\":1");
        assertThat(get(studio.resolve("accounts")).body())
                .contains("{\"email\":\"ann@example.com\",\"name\":\"Ann\",\"welcomed\":true}");
    }

    @Test
    @Promise("C-14")
    @Holds("the studio example refuses a second account of one address, and its audit says so after the response")
    void audit() throws Exception {
        succeeded(signUp("bob@example.com"));
        assertThat(get(studio.resolve("audit")).body()).doesNotContain("bob@example.com");
        assertThat(signUp("bob@example.com").statusCode()).isEqualTo(409);
        await(studio.resolve("audit"), "refused: sign-up of bob@example.com");
    }

    @Test
    @Promise({"C-28", "C-44", "C-45"})
    @Holds("the studio example answers an upload with 202, and makes the thumbnails after the response")
    void thumbnails() throws Exception {
        HttpResponse<String> response = post("pictures/cat.png", "image/png", png(640, 480));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(202);
        Matcher result = RESULT.matcher(succeeded(response));
        assertThat(result.find()).isTrue();
        assertThat(get(URI.create(result.group(1))).body()).contains("\"widths\":[80,160,320]");
        BufferedImage thumbnail =
                ImageIO.read(URI.create(result.group(1) + "/160").toURL());
        assertThat(thumbnail.getHeight()).isEqualTo(120);
    }

    private HttpResponse<String> signUp(String email) throws Exception {
        return post(
                "accounts",
                "application/x-www-form-urlencoded",
                ("name=Ann&email=" + email).getBytes(StandardCharsets.UTF_8));
    }

    private HttpResponse<String> post(String path, String type, byte[] body) throws Exception {
        return client.send(
                HttpRequest.newBuilder(studio.resolve(path))
                        .header("Content-Type", type)
                        .POST(BodyPublishers.ofByteArray(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private HttpResponse<String> get(URI address) throws Exception {
        return client.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
    }

    private String succeeded(HttpResponse<String> accepted) throws Exception {
        return await(URI.create(accepted.headers().firstValue("Location").orElseThrow()), "\"state\":\"succeeded\"");
    }

    private String await(URI address, String expected) throws Exception {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        String body = get(address).body();
        while (!body.contains(expected) && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(100);
            body = get(address).body();
        }
        assertThat(body).contains(expected);
        return body;
    }

    private static byte[] png(int width, int height) throws IOException {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB), "png", png);
        return png.toByteArray();
    }
}
