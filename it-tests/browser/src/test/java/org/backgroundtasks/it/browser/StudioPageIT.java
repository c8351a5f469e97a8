package org.backgroundtasks.it.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.backgroundtasks.examples.files.FilesApplication;
import org.backgroundtasks.it.browser.Browsing.Screen;
import org.backgroundtasks.it.harness.ServerProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(180)
@DisplayName("The page of the studio example")
class StudioPageIT {

    private static final String HOSTILE = "<img src=x onerror=alert(1)>";

    private static Browsing browsing;

    private final List<String> expectedComplaints = new ArrayList<>();
    private ServerProcess process;
    private URI studio;

    @BeforeAll
    static void open() {
        browsing = new Browsing();
    }

    @AfterAll
    static void close() {
        browsing.close();
    }

    @BeforeEach
    void start() throws Exception {
        process = ServerProcess.java(
                Path.of(System.getProperty("it.studio"), "studio.log"),
                PacedStudio.READY,
                List.of(
                        "-XX:TieredStopAtLevel=1",
                        "-Dbackground-tasks.durable.poll-interval=0.05s",
                        "-Dbackground-tasks.drain-timeout=0",
                        "-cp",
                        classPath(),
                        PacedStudio.class.getName()));
        studio = URI.create(process.ready().substring(PacedStudio.READY.length()));
    }

    /** With the studio's beans, which this process has not, and without those of the other example. */
    private static String classPath() throws URISyntaxException {
        Path studio = Path.of(System.getProperty("it.studio"), "studio.jar");
        Path files = Path.of(FilesApplication.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        Stream<Path> others = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(Path::of)
                .filter(entry -> !entry.equals(files));
        return Stream.concat(Stream.of(studio), others)
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
    }

    @AfterEach
    void stop() {
        try {
            assertThat(browsing.closePages()).isEqualTo(expectedComplaints);
        } finally {
            process.close();
        }
    }

    private void letGoOn(int steps) throws Exception {
        HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .build()
                .send(
                        HttpRequest.newBuilder(studio.resolve("steps/" + steps))
                                .POST(BodyPublishers.noBody())
                                .build(),
                        BodyHandlers.discarding());
    }

    private static void signUp(Page page, String name, String email) {
        page.locator("#name").fill(name);
        page.locator("#email").fill(email);
        page.locator("#sign-up button").click();
    }

    private static void upload(Page page, String name, byte[] content) {
        page.locator("#pictures").setInputFiles(new FilePayload(name, "image/png", content));
        page.locator("#upload button").click();
    }

    private static Locator newestCard(Page page) {
        return page.locator("#tasks > li").first();
    }

    private static byte[] png(int width, int height) throws IOException {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB), "png", png);
        return png.toByteArray();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("C-44 a sign-up is answered before its mail is sent, and a hostile name is shown as text")
    void signsUp(Screen screen) throws Exception {
        Page page = browsing.open(screen, studio.toString());
        signUp(page, HOSTILE, "ann@example.com");
        Locator card = newestCard(page);
        assertThat(card.locator("h3")).hasText("Mail to ann@example.com");
        assertThat(card.locator(".state")).hasText("running");
        assertThat(page.locator("#accounts li")).hasText(HOSTILE + ", ann@example.com: no mail yet");
        Browsing.look(page, "studio-signed-up-" + screen.name().toLowerCase(Locale.ROOT));
        letGoOn(1);
        assertThat(card.locator(".state")).hasText("succeeded");
        assertThat(page.locator("#accounts li")).hasText(HOSTILE + ", ann@example.com: mail sent");
        assertThat(page.locator("#audit li")).hasCount(0);
        assertThat(page.locator("img")).hasCount(0);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName(
            "C-44 a picture's bar follows the progress, its thumbnails arrive, and its hostile name is shown as text")
    void uploads(Screen screen) throws Exception {
        Page page = browsing.open(screen, studio.toString());
        upload(page, HOSTILE + ".png", png(640, 480));
        Locator card = newestCard(page);
        assertThat(card.locator("h3")).hasText(HOSTILE + ".png");
        assertThat(card.locator(".state")).hasText("running");
        letGoOn(1);
        assertThat(card.locator(".said")).hasText("scaling to 160 pixels");
        assertThat(card.locator("progress")).hasJSProperty("value", 1.0 / 3);
        assertThat(page.locator("img")).hasCount(0);
        letGoOn(2);
        assertThat(card.locator(".state")).hasText("succeeded");
        Locator thumbnails = card.locator(".thumbnails img");
        assertThat(thumbnails).hasCount(3);
        for (int i = 0; i < 3; i++) {
            assertThat(thumbnails.nth(i)).hasJSProperty("naturalWidth", 80 << i);
        }
        assertThat(thumbnails.first()).hasAttribute("alt", HOSTILE + ".png, 80 pixels wide");
        assertThat(page.locator("img")).hasCount(3);
        Browsing.look(page, "studio-thumbnails-" + screen.name().toLowerCase(Locale.ROOT));
    }

    @Test
    @DisplayName("C-14 the audit shows a sign-up that was refused and a task that failed, whatever their names are")
    void audits() throws Exception {
        letGoOn(1);
        Page page = browsing.open(Screen.DESKTOP, studio.toString());
        String email = "<b>ann</b>@example.com";
        signUp(page, "Ann", email);
        assertThat(newestCard(page).locator(".state")).hasText("succeeded");
        assertThat(page.locator("#audit li")).hasCount(0);

        signUp(page, "Ann", email);
        assertThat(newestCard(page).locator(".state")).hasText("failed");
        assertThat(newestCard(page).locator(".said")).containsText("The server answered 409");
        assertThat(page.locator("#audit li")).hasText(new String[] {"refused: sign-up of " + email});

        upload(page, "cat.png", "no picture".getBytes(UTF_8));
        assertThat(newestCard(page).locator(".state")).hasText("failed");
        assertThat(newestCard(page).locator(".said")).hasText("This is no picture");
        assertThat(page.locator("#audit li"))
                .hasText(new String[] {"failed: thumbnails, This is no picture", "refused: sign-up of " + email});
        assertThat(page.locator("#audit b, #accounts b")).hasCount(0);
        Browsing.look(page, "studio-audit");
        expectedComplaints.add("Failed to load resource: the server responded with a status of 409 (Conflict)");
    }

    @Test
    @DisplayName("a picture that is too large is refused by the page, which sends nothing")
    void tooLarge() {
        Page page = browsing.open(Screen.DESKTOP, studio.toString());
        upload(page, "large.png", new byte[8 * 1024 * 1024 + 1]);
        assertThat(newestCard(page).locator(".said")).hasText("The picture has more than 8 MB");
        assertThat(newestCard(page).locator(".state")).hasText("failed");
    }
}
