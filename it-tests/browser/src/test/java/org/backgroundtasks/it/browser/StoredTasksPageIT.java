package org.backgroundtasks.it.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Dialog;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.backgroundtasks.embedded.EmbeddedRuntime;
import org.backgroundtasks.it.browser.Browsing.Screen;
import org.h2.jdbcx.JdbcConnectionPool;
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
@DisplayName("The operators' page of durable tasks")
class StoredTasksPageIT {

    private static final Map<String, String> SETTINGS = Map.of(
            "background-tasks.status.page-role", "operator",
            "background-tasks.durable.store", "database",
            "background-tasks.durable.create-table", "true",
            "background-tasks.durable.poll-interval", "0.05s",
            "background-tasks.durable.heartbeat", "0.2s",
            "background-tasks.drain-timeout", "0");

    private static Browsing browsing;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private JdbcConnectionPool database;
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
        database = JdbcConnectionPool.create("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "", "");
        Shop.Source.current = database;
        Shop.ExportYear.end = new CountDownLatch(1);
        Map<String, String> before = new HashMap<>();
        SETTINGS.forEach((key, value) -> before.put(key, System.setProperty(key, value)));
        try {
            server = EmbeddedRuntime.builder()
                    .resources(Shop.class, MonitorPageIT.Login.class)
                    .beanClasses(
                            Shop.SendReceipt.class, Shop.ChargeCard.class, Shop.ExportYear.class, Shop.Source.class)
                    .start();
        } finally {
            before.forEach((key, value) -> {
                if (value == null) {
                    System.clearProperty(key);
                } else {
                    System.setProperty(key, value);
                }
            });
        }
    }

    @AfterEach
    void stop() {
        try {
            assertThat(browsing.closePages()).isEmpty();
        } finally {
            Shop.ExportYear.end.countDown();
            server.close();
            database.dispose();
        }
    }

    private void post(String path) throws Exception {
        client.send(
                HttpRequest.newBuilder(server.uri().resolve(path))
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build(),
                BodyHandlers.discarding());
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private String page() {
        return server.uri().resolve("background-tasks/monitor/").toString();
    }

    private static Page accepting(Screen screen, String address) {
        return browsing.open(screen, address, opened -> opened.onDialog(Dialog::accept));
    }

    private static Locator item(Page page, String text) {
        return page.locator("#tasks > li").filter(new Locator.FilterOptions().setHasText(text));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName(
            "C-46 shows queues, dead letters with their causes, attempts, the last hour and the nodes, and hostile names as text")
    void shows(Screen screen) throws Exception {
        for (int i = 1; i <= 3; i++) {
            post("shop/orders/" + i);
        }
        post("shop/export");
        Page page = browsing.open(screen, page());
        assertThat(page.locator("#queues tr")).hasCount(3);
        assertThat(page.locator("#tasks > li")).hasCount(3);
        assertThat(page.locator("#count")).hasText("3 tasks");
        Locator first = item(page, "charge 1 ");
        assertThat(first.locator(".name")).hasText("charge 1 " + Shop.HOSTILE);
        assertThat(first.locator("summary")).containsText("The card of order 1 was declined " + Shop.HOSTILE);
        first.locator("summary").click();
        assertThat(first.locator(".history ol li")).hasCount(2);
        assertThat(first.locator(".history")).containsText("failed, now a dead letter");
        assertThat(first.locator(".history")).containsText("caused by java.io.IOException: Connection refused");
        assertThat(page.locator("#names tr").first()).not().containsText("No attempt");
        assertThat(page.locator("#nodes tr")).hasCount(1);
        assertThat(page.locator("#nodes")).containsText("running");
        assertThat(page.locator("img, script:not([src])")).hasCount(0);
        Browsing.look(page, "stored-" + screen.name().toLowerCase(Locale.ROOT));
    }

    @Test
    @DisplayName("C-46 filters tasks by state, handler, name and cause, and the address says what is shown")
    void filters() throws Exception {
        post("shop/orders/1");
        post("shop/orders/2");
        Page page = browsing.open(Screen.DESKTOP, page());
        assertThat(page.locator("#tasks > li")).hasCount(2);
        page.locator("#filter-cause").fill("order 2");
        assertThat(page.locator("#count")).hasText("1 task");
        assertThat(page.locator("#tasks .name")).containsText("charge 2");
        page.reload();
        assertThat(page.locator("#count")).hasText("1 task");
        page.locator("#filter-cause").fill("");
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName("delayed").setExact(true))
                .click();
        assertThat(page.locator("#tasks .name")).hasText(new String[] {"reminder", "reminder"});
        page.locator("#filter-name").fill("nothing");
        assertThat(page.locator("#tasks")).containsText("None.");
        page.locator("#queues")
                .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("2 dead of"))
                .click();
        assertThat(page.locator("#count")).hasText("2 tasks");
        assertThat(page.locator("#filter-handler")).hasValue(Shop.ChargeCard.class.getName());
        assertThat(page.locator("#tasks-title")).isFocused();
    }

    @Test
    @DisplayName(
            "C-46 retries and discards one dead letter or all, by keyboard, says what came of it, and keeps the focus")
    void changes() throws Exception {
        for (int i = 1; i <= 3; i++) {
            post("shop/orders/" + i);
        }
        Page page = accepting(Screen.DESKTOP, page());
        assertThat(page.locator("#tasks > li")).hasCount(3);
        Locator discard = item(page, "charge 2 ").locator("button[data-action=discard]");
        discard.focus();
        page.keyboard().press("Enter");
        assertThat(page.getByRole(AriaRole.STATUS)).hasText("1 task discarded.");
        assertThat(page.locator("#tasks > li")).hasCount(2);
        assertThat(page.locator("#tasks button[data-action=discard]:focus")).hasCount(1);

        item(page, "charge 1 ").locator("button[data-action=retry]").click();
        assertThat(page.getByRole(AriaRole.STATUS)).hasText("1 task retried.");
        // which fails again
        assertThat(page.locator("#tasks > li")).hasCount(2);
        item(page, "charge 1 ").locator("summary").click();
        assertThat(item(page, "charge 1 ").locator(".history")).containsText("by olga");

        page.locator("button[data-action=discard-all]").click();
        assertThat(page.getByRole(AriaRole.STATUS)).hasText("2 tasks discarded.");
        assertThat(page.locator("#tasks")).containsText("None.");
        assertThat(page.locator("#tasks-title")).isFocused();
    }

    @Test
    @DisplayName("C-46 discards what the list shows, and not what somebody has begun to look for")
    void typing() throws Exception {
        for (int i = 1; i <= 3; i++) {
            post("shop/orders/" + i);
        }
        Page page = accepting(Screen.DESKTOP, page());
        assertThat(page.locator("#count")).hasText("3 tasks");
        execute(
                "update background_tasks set cause = 'no card' where label like 'charge 1 %' or label like 'charge 2 %'");
        page.locator("#filter-cause").fill("no card");
        assertThat(page.locator("#count")).hasText("2 tasks");
        // both before the list can follow
        page.evaluate("""
                document.getElementById("filter-cause").value = "";
                document.querySelector("button[data-action=discard-all]").click();
                """);
        assertThat(page.getByRole(AriaRole.STATUS)).hasText("2 tasks discarded.");
        assertThat(page.locator("#count")).hasText("1 task");
    }

    @Test
    @DisplayName("C-46 pauses a handler and resumes it, and its button keeps the focus")
    void pauses() throws Exception {
        Page page = accepting(Screen.DESKTOP, page());
        Locator receipts = page.locator("#queues tr").filter(new Locator.FilterOptions().setHasText("SendReceipt"));
        receipts.locator("button[data-action=pause]").click();
        assertThat(receipts).containsText("paused by olga");
        post("shop/orders/1");
        assertThat(receipts.locator("td[data-label=paused]")).hasText("1");
        Browsing.look(page, "stored-paused");
        receipts.locator("button[data-action=resume]").click();
        assertThat(receipts).containsText("active");
        assertThat(receipts.locator("button[data-action=pause]")).isFocused();
    }

    @ParameterizedTest
    @EnumSource(names = {"DESKTOP", "PHONE"})
    @DisplayName("C-46 pages through 10,000 dead letters, of which no page has more than 50")
    void many(Screen screen) throws Exception {
        execute(
                "insert into background_tasks (task_name, task_instance, execution_time, last_failure, picked, version, handler,"
                        + " label, request_path, attempt, cause) select 'dead-letter', 'many-' || x, timestamp '9000-01-01 00:00:00',"
                        + " dateadd(second, -x, current_timestamp at time zone 'UTC'), false, 1, '"
                        + Shop.ChargeCard.class.getName()
                        + "', 'charge ' || x, '/shop/orders/' || x, 10, 'jakarta.mail.MessagingException: Could not connect to SMTP host"
                        + " mail.example.com, port 25' from system_range(1, 10001)");
        Page page = browsing.open(screen, page());
        assertThat(page.locator("#count")).hasText("more than 10,000 tasks");
        assertThat(page.locator("#tasks > li")).hasCount(50);
        assertThat(page.locator("#tasks .name").first()).hasText("charge 1");
        page.locator("button[data-action=next]").click();
        assertThat(page.locator("#tasks .name").first()).hasText("charge 51");
        assertThat(page.locator("#tasks > li")).hasCount(50);
        page.locator("button[data-action=first]").click();
        assertThat(page.locator("#tasks .name").first()).hasText("charge 1");
        Browsing.look(page, "stored-many-" + screen.name().toLowerCase(Locale.ROOT));
    }

    @Test
    @DisplayName(
            "C-46 says nothing to a screen reader while all is well, and keeps the focus and what is open as news come")
    void calm() throws Exception {
        post("shop/orders/1");
        Page page = browsing.open(Screen.DESKTOP, page());
        Locator summary = page.locator("#tasks summary").first();
        summary.focus();
        page.keyboard().press("Enter");
        assertThat(page.locator("#tasks .history ol li")).hasCount(2);
        page.evaluate("""
                window.held = document.activeElement;
                window.said = [];
                for (const live of document.querySelectorAll("[role=status], [role=alert], [aria-live]")) {
                  new MutationObserver(() => window.said.push(live.textContent))
                      .observe(live, {childList: true, characterData: true, subtree: true});
                }
                """);
        post("shop/orders/2");
        assertThat(page.locator("#tasks > li")).hasCount(2);
        assertThat(page.locator("#tasks details[open]")).hasCount(1);
        assertThat(page.evaluate("window.held === document.activeElement && window.held.isConnected"))
                .isEqualTo(true);
        assertThat(page.evaluate("window.said.length")).isEqualTo(0);
    }
}
