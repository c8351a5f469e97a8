package org.backgroundtasks.it.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Dialog;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.ext.Provider;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.Principal;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.backgroundtasks.BackgroundTasks;
import org.backgroundtasks.TaskContext;
import org.backgroundtasks.embedded.EmbeddedRuntime;
import org.backgroundtasks.it.browser.Browsing.Screen;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(180)
@DisplayName("The operators' page")
class MonitorPageIT {

    private static final String HOSTILE = "<img src=x onerror=alert(1)></script><script>alert(2)</script>";

    /** Adds a task of each kind. */
    @Path("work")
    @ApplicationScoped
    public static class Work {

        private final CountDownLatch end = new CountDownLatch(1);

        @Inject
        BackgroundTasks tasks;

        @Inject
        TaskContext task;

        @POST
        public void add() {
            tasks.named("welcome mail").add(() -> {});
            tasks.named("push " + HOSTILE).add(() -> {
                throw new IllegalStateException(HOSTILE, new java.io.IOException("Connection refused"));
            });
            tasks.named("audit").onError().add(() -> {});
            tasks.named("report").add(() -> {
                task.progress(0.4, "page 4 of 10 " + HOSTILE);
                end.await();
            });
            tasks.named("cleaning up").add(() -> {});
        }
    }

    /** Everybody is an operator. */
    @Provider
    @Priority(Priorities.AUTHENTICATION)
    public static class Login implements ContainerRequestFilter {

        @Override
        public void filter(ContainerRequestContext request) {
            request.setSecurityContext(new SecurityContext() {
                @Override
                public Principal getUserPrincipal() {
                    return () -> "olga";
                }

                @Override
                public boolean isUserInRole(String role) {
                    return role.equals("operator");
                }

                @Override
                public boolean isSecure() {
                    return false;
                }

                @Override
                public String getAuthenticationScheme() {
                    return BASIC_AUTH;
                }
            });
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

    private void start(String key, String value) throws Exception {
        System.setProperty("background-tasks.drain-timeout", "0");
        System.setProperty(key, value);
        try {
            server =
                    EmbeddedRuntime.builder().resources(Work.class, Login.class).start();
        } finally {
            System.clearProperty(key);
        }
        work();
    }

    private void work() throws Exception {
        HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .build()
                .send(
                        HttpRequest.newBuilder(server.uri().resolve("work"))
                                .POST(HttpRequest.BodyPublishers.noBody())
                                .build(),
                        BodyHandlers.discarding());
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

    private URI page() {
        return server.uri().resolve("background-tasks/monitor");
    }

    private static String name(Screen screen) {
        return screen.name().toLowerCase(Locale.ROOT);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName(
            "C-44 the operators' page shows tasks that wait, run, have ended and have failed, with the cause, and cancels none")
    void shows(Screen screen) throws Exception {
        start("background-tasks.status.page", "true");
        Page page = browsing.open(screen, page().toString());
        assertThat(page.locator("#running .name")).hasText("report");
        assertThat(page.locator("#running")).containsText("40 % page 4 of 10 " + HOSTILE);
        assertThat(page.locator("#waiting .name")).hasText("cleaning up");
        assertThat(page.locator("#failures .name")).hasText("push " + HOSTILE);
        assertThat(page.locator("#recent .name")).hasText(new String[] {"audit", "push " + HOSTILE, "welcome mail"});
        assertThat(page.locator("#figures")).containsText("failed");
        assertThat(page.locator("#rate rect.failed")).hasCount(1);
        Locator cause = page.locator("#failures details");
        assertThat(cause.locator("summary")).containsText("IllegalStateException: " + HOSTILE);
        cause.locator("summary").click();
        assertThat(cause.locator("pre")).containsText("Caused by: java.io.IOException: Connection refused");
        assertThat(page.locator("button")).hasCount(0);
        assertThat(page.locator("img, script:not([src])")).hasCount(0);
        Browsing.look(page, "monitor-" + name(screen));
    }

    @Test
    @DisplayName("C-44 callers in the configured role cancel a task on the operators' page")
    void cancels() throws Exception {
        start("background-tasks.status.page-role", "operator");
        Page page = browsing.open(Screen.DESKTOP, page().toString(), opened -> opened.onDialog(Dialog::accept));
        page.locator("#running button").click();
        assertThat(page.locator("#recent li").filter(new Locator.FilterOptions().setHasText("report")))
                .containsText("cancelled");
        assertThat(page.locator("#recent")).containsText("cleaning up");
        assertThat(page.locator("#waiting")).containsText("Nothing waits.");
    }

    /** Waits until the page shows the answer to a request that it sends from now on. */
    private static void awaitRefresh(Page page) {
        page.waitForResponse("**/monitor/tasks", () -> {});
        page.waitForResponse("**/monitor/tasks", () -> {});
    }

    @Test
    @DisplayName("C-44 keeps the focus, and open what was opened, when it shows news")
    void focus() throws Exception {
        start("background-tasks.status.page-role", "operator");
        Page page = browsing.open(Screen.DESKTOP, page().toString());
        Locator summary = page.locator("#failures summary");
        summary.focus();
        page.keyboard().press("Enter");
        assertThat(page.locator("#failures pre")).isVisible();
        work();
        assertThat(page.locator("#failures li")).hasCount(2);
        assertThat(page.locator("#failures details[open]")).hasCount(1);
        assertThat(page.locator("#failures li").last().locator("summary")).isFocused();

        Locator button = page.locator("#running button").first();
        button.focus();
        page.evaluate("window.held = document.activeElement");
        awaitRefresh(page);
        assertThat(page.evaluate("window.held === document.activeElement && window.held.isConnected"))
                .isEqualTo(true);
    }

    @Test
    @DisplayName("C-44 says nothing to a screen reader while all is well, and what goes wrong once")
    void calm() throws Exception {
        start("background-tasks.status.page", "true");
        Page page = browsing.open(Screen.DESKTOP, page().toString());
        assertThat(page.locator("#running .name")).hasText("report");
        page.evaluate("""
                window.said = [];
                for (const live of document.querySelectorAll("[role=status], [role=alert], [aria-live]")) {
                  new MutationObserver(() => window.said.push(live.textContent))
                      .observe(live, {childList: true, characterData: true, subtree: true});
                }
                """);
        awaitRefresh(page);
        awaitRefresh(page);
        assertThat(page.evaluate("window.said.length")).isEqualTo(0);

        page.route("**/monitor/tasks", route -> route.fulfill(new Route.FulfillOptions().setStatus(204)));
        assertThat(page.getByRole(AriaRole.STATUS)).containsText("No figures");
        awaitRefresh(page);
        assertThat(page.evaluate("window.said.join('|')").toString()).matches("No figures[^|]+");
        Browsing.look(page, "monitor-lost");
        page.unroute("**/monitor/tasks");
        assertThat(page.getByRole(AriaRole.STATUS)).hasText("");
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("C-44 the operators' page is readable with many tasks")
    void busy(Screen screen) throws Exception {
        start("background-tasks.status.page-role", "operator");
        Page page = browsing.open(
                screen, page().toString(), opened -> opened.route("**/monitor/tasks", MonitorPageIT::answerWithMuch));
        assertThat(page.locator("#rate rect.succeeded").first()).isVisible();
        Browsing.look(page, "monitor-busy-" + name(screen));
    }

    private static void answerWithMuch(Route route) {
        String ended = numbers(i -> 200 + (int) (120 * Math.sin(i / 7.0)));
        String failed = numbers(i -> i % 13 == 0 ? 40 : i % 5);
        String waits = numbers(i -> 300 + i * i * 4);
        String running = rows(3, "\"ran\":75300,\"progress\":0.35,\"message\":\"page 7 of 20\"");
        String waiting = rows(6, "");
        String recent = rows(5, "\"state\":\"succeeded\",\"at\":\"2026-01-02T03:04:05Z\",\"ran\":87");
        String failures = rows(
                2,
                "\"state\":\"failed\",\"at\":\"2026-01-02T03:04:05Z\",\"ran\":5021,"
                        + "\"cause\":\"jakarta.mail.MessagingException: Could not connect to SMTP host mail.example.com,"
                        + " port 25\\n\\tat org.example.Mailer.send(Mailer.java:42)\"");
        route.fulfill(
                new Route.FulfillOptions().setContentType("application/json").setBody("""
                        {"now":"2026-01-02T03:04:06Z","mayCancel":true,
                         "figures":{"waiting":1234,"running":16,"succeeded":1203942,"failed":212,"discarded":90,"refused":3},
                         "waiting":[%s],"running":[%s],"recent":[%s],"failures":[%s],
                         "chart":{"seconds":5,"succeeded":[%s],"failed":[%s],"longestWait":[%s]}}
                        """.formatted(
                                waiting, running, recent, failures, ended, failed, waits)));
    }

    private static String numbers(java.util.function.IntUnaryOperator value) {
        return IntStream.range(0, 60).map(value).mapToObj(Integer::toString).collect(Collectors.joining(","));
    }

    private static String rows(int count, String more) {
        return IntStream.range(0, count)
                .mapToObj(i -> "{\"id\":\"" + i + "\",\"name\":\"org.example.shop.orders.OrderConfirmationMailer" + i
                        + "\",\"request\":\"POST /shop/api/orders/2026-01-02/confirmations\",\"waited\":" + 1250 * i
                        + (more.isEmpty() ? "" : "," + more) + "}")
                .collect(Collectors.joining(","));
    }
}
