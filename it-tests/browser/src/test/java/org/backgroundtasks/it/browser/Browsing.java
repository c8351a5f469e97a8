package org.backgroundtasks.it.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A headless Chromium that notes whatever goes wrong on a page. */
final class Browsing implements AutoCloseable {

    private static final Path SCREENSHOTS = Path.of(System.getProperty("it.screenshots"));

    private final Playwright playwright;
    private final Browser browser;
    private final List<String> complaints = new ArrayList<>();

    /** What a page is looked at on. */
    enum Screen {
        DESKTOP(1280, 900, ColorScheme.LIGHT),
        DARK(1280, 900, ColorScheme.DARK),
        PHONE(390, 844, ColorScheme.LIGHT);

        private final int width;
        private final int height;
        private final ColorScheme colors;

        Screen(int width, int height, ColorScheme colors) {
            this.width = width;
            this.height = height;
            this.colors = colors;
        }
    }

    Browsing() {
        Optional<Path> installed = Stream.of(
                        System.getProperty("it.browser", ""),
                        "/usr/bin/chromium",
                        "/usr/bin/chromium-browser",
                        "/usr/bin/google-chrome",
                        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
                .filter(name -> !name.isEmpty())
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
        Playwright started = null;
        try {
            started = Playwright.create(
                    new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
            BrowserType.LaunchOptions options = new BrowserType.LaunchOptions()
                    .setArgs(List.of(
                            "--disable-gpu",
                            "--disable-quic",
                            "--no-first-run",
                            "--disable-background-networking",
                            "--disable-component-update",
                            "--disable-sync"));
            installed.ifPresent(options::setExecutablePath);
            browser = started.chromium().launch(options);
            playwright = started;
        } catch (PlaywrightException noBrowser) {
            if (started != null) {
                started.close();
            }
            throw new AssertionError(
                    "The pages are tested in Chromium, which did not start. Install it (on Debian: apt-get install"
                            + " chromium), or name the executable of one with -Dit.browser=",
                    noBrowser);
        }
    }

    /** A page on such a screen. */
    Page open(Screen screen, String address, Consumer<Page> beforehand) {
        BrowserContext context = browser.newContext(new Browser.NewContextOptions()
                .setViewportSize(screen.width, screen.height)
                .setDeviceScaleFactor(screen == Screen.PHONE ? 2 : 1)
                .setColorScheme(screen.colors));
        context.setDefaultTimeout(60_000);
        Page page = context.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") || message.type().equals("warning")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        page.onRequestFailed(request -> {
            // which is how it is called when a page closes a stream of events
            if (!request.failure().equals("net::ERR_ABORTED")) {
                complaints.add(request.url() + ' ' + request.failure());
            }
        });
        beforehand.accept(page);
        page.navigate(address);
        return page;
    }

    Page open(Screen screen, String address) {
        return open(screen, address, page -> {});
    }

    /** Keeps what the whole page looks like, and checks that nothing sticks out at the side. */
    static void look(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(SCREENSHOTS.resolve(name + ".png"))
                .setFullPage(true));
        assertThat(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))
                .as("%s fits the width of the screen", name)
                .isEqualTo(true);
    }

    /** Closes the pages, and tells what the browser has complained of on them: errors and warnings, failed requests. */
    List<String> closePages() {
        browser.contexts().forEach(BrowserContext::close);
        List<String> heard = List.copyOf(complaints);
        complaints.clear();
        return heard;
    }

    @Override
    public void close() {
        playwright.close();
    }
}
