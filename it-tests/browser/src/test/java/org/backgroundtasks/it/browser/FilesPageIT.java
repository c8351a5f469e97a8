package org.backgroundtasks.it.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import jakarta.enterprise.inject.Specializes;
import java.util.concurrent.Semaphore;
import org.backgroundtasks.embedded.EmbeddedRuntime;
import org.backgroundtasks.examples.files.FilesApplication;
import org.backgroundtasks.examples.files.Pace;
import org.backgroundtasks.it.browser.Browsing.Screen;
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
@DisplayName("The page of the files example")
class FilesPageIT {

    private static final String HOSTILE = "<img src=x onerror=alert(1)>.txt";
    private static final int ALL = 1_000;

    /** Goes on when the test lets it. */
    @Specializes
    public static class TestPace extends Pace {

        static Semaphore parts = new Semaphore(0);

        @Override
        public void after(long bytes, long all) throws InterruptedException {
            parts.acquire();
        }
    }

    private static Browsing browsing;
    private EmbeddedRuntime server;

    @BeforeAll
    static void open() {
        browsing = new Browsing();
    }

    @AfterAll
    static void close() {
        browsing.close();
    }

    @BeforeEach
    void start() {
        System.setProperty("background-tasks.drain-timeout", "0");
        TestPace.parts = new Semaphore(0);
        server = EmbeddedRuntime.builder()
                .application(FilesApplication.class)
                .beanClasses(TestPace.class)
                .start();
    }

    @AfterEach
    void stop() {
        try {
            assertThat(browsing.closePages()).isEmpty();
        } finally {
            server.close();
            System.clearProperty("background-tasks.drain-timeout");
        }
    }

    private static void upload(Page page, String name, byte[] content) {
        page.locator("#files").setInputFiles(new FilePayload(name, "text/plain", content));
        page.locator("text=Upload >> nth=-1").click();
    }

    private static byte[] words(int count) {
        return "a few words ".repeat(count).getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("C-44 an upload is accepted, its bar follows the progress, and the report arrives")
    void upload(Screen screen) {
        Page page = browsing.open(screen, server.uri().toString());
        upload(page, HOSTILE, words(1_000));
        Locator card = page.locator("#tasks li").first();
        assertThat(card.locator("h3")).hasText(HOSTILE);
        TestPace.parts.release(20);
        assertThat(card.locator("progress")).hasJSProperty("value", 6020.0 / 12_000);
        assertThat(card.locator(".state")).hasText("running");
        upload(page, "empty.txt", new byte[0]);
        assertThat(page.locator("#tasks li").first().locator(".said")).hasText("The file is empty");
        Browsing.look(page, "files-running-" + screen.name().toLowerCase(java.util.Locale.ROOT));

        TestPace.parts.release(ALL);
        assertThat(page.locator("#tasks li").last().locator(".state")).hasText("succeeded");
        assertThat(page.locator("#tasks li").last().locator("dl")).containsText("3,000");
        assertThat(page.locator("#tasks button:visible")).hasCount(0);
        Browsing.look(page, "files-done-" + screen.name().toLowerCase(java.util.Locale.ROOT));
    }

    @Test
    @DisplayName("C-44 a task is cancelled from the page of the files example")
    void cancel() {
        Page page = browsing.open(Screen.DESKTOP, server.uri().toString());
        upload(page, "a.txt", words(10));
        Locator card = page.locator("#tasks li").first();
        assertThat(card.locator(".state")).hasText("running");
        card.locator("button").click();
        assertThat(card.locator(".state")).hasText("cancelled");
        assertThat(card.locator("button")).isHidden();
    }
}
