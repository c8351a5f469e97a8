package org.backgroundtasks.it.cases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.security.enterprise.SecurityContext;
import jakarta.security.enterprise.identitystore.IdentityStore;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import java.net.URL;
import java.security.Principal;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.backgroundtasks.BackgroundTasks;
import org.backgroundtasks.it.applications.CallerBean;
import org.backgroundtasks.it.applications.Journal;
import org.backgroundtasks.it.applications.Journal.Entry;
import org.backgroundtasks.it.client.JournalClient;
import org.backgroundtasks.it.client.Raw;
import org.backgroundtasks.it.conformance.Holds;
import org.backgroundtasks.it.conformance.Promise;
import org.backgroundtasks.it.harness.Archives;
import org.backgroundtasks.it.harness.Logins;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** On whose behalf a task runs: that of a caller of {@link Logins}, or of nobody. */
@Tag("everywhere")
@Tag("security")
@ExtendWith(ArquillianExtension.class)
@DisplayName("Caller")
class CallerIT {

    /** Of CDI, of Jakarta Enterprise Beans; and the roles. */
    private static final String ALICE = "alice, alice [user]";

    private static final String BOB = "bob, bob [auditor]";
    private static final String NOBODY = "nobody, nobody []";

    @ArquillianResource
    private URL application;

    @Deployment(testable = false)
    static WebArchive application() {
        return Archives.web("caller", Callers.class, Caller.class, Store.class, CallerBean.class)
                .setWebXML(Logins.protecting("/api/caller/members/*"));
    }

    /** Knows nobody; without one, WildFly has no {@link SecurityContext} to inject. */
    @ApplicationScoped
    public static class Store implements IdentityStore {}

    @RequestScoped
    public static class Caller {

        @Inject
        Principal principal;

        @Inject
        SecurityContext security;

        @Inject
        CallerBean bean;

        public String describe() {
            return name(principal) + ", " + name(bean.principal()) + " " + bean.roles();
        }

        public String describeBySecurityContext() {
            return name(security.getCallerPrincipal());
        }

        /** Servers have no principal of nobody, or each spells its own. */
        private static String name(@Nullable Principal principal) {
            return principal == null
                            || principal.getName().equalsIgnoreCase("anonymous")
                            || principal.getName().equals("UNAUTHENTICATED")
                    ? "nobody"
                    : principal.getName();
        }
    }

    @Path("caller")
    @RequestScoped
    public static class Callers {

        @Inject
        BackgroundTasks tasks;

        @Inject
        Journal journal;

        @Inject
        Caller caller;

        @Context
        HttpServletRequest request;

        @GET
        @Path("members/{key}")
        public String member(@PathParam("key") String key) {
            return add(key);
        }

        @GET
        @Path("members/security-context")
        public void securityContext() {
            tasks.add(() -> journal.record("security-context", caller.describeBySecurityContext()));
        }

        @GET
        @Path("anyone/{key}")
        public String anyone(@PathParam("key") String key) {
            return add(key);
        }

        @GET
        @Path("login")
        public String login() throws ServletException {
            add("login");
            request.login("alice", "alice");
            return add("login");
        }

        @GET
        @Path("logout")
        public String logout() throws ServletException {
            add("logout");
            request.login("alice", "alice");
            add("logout");
            request.logout();
            return add("logout");
        }

        private String add(String key) {
            tasks.add(() -> journal.record(key, caller.describe()));
            return caller.describe();
        }
    }

    /** The caller as the resource has it at the end of the request. */
    private String request(String path, String... headers) throws Exception {
        try (Raw raw = new Raw(application)) {
            Raw.Response response =
                    raw.request("GET", "caller/" + path, headers).response("GET");
            assertThat(response.status()).as(response.text()).isEqualTo(200);
            return response.text();
        }
    }

    private static String as(String user) {
        return "Authorization: " + Logins.basic(user);
    }

    private Entry task(String key) throws Exception {
        return new JournalClient(application).await(key, 1).get(0);
    }

    @Test
    @Promise({"C-25", "C-26"})
    @Holds("a task has the principal and the roles of its request's caller, and no other's")
    void principal() throws Exception {
        assertThat(request("members/first", as("alice"))).isEqualTo(ALICE);
        assertThat(task("first").event()).isEqualTo(ALICE);
        assertThat(request("members/second", as("bob"))).isEqualTo(BOB);
        assertThat(task("second").event()).isEqualTo(BOB);
        assertThat(request("anyone/third")).isEqualTo(NOBODY);
        assertThat(task("third").event()).isEqualTo(NOBODY);
    }

    @Tag("security-context")
    @Test
    @Promise("C-25")
    @Holds("Jakarta Security's SecurityContext has the caller in a task")
    void securityContext() throws Exception {
        try (Raw raw = new Raw(application)) {
            raw.request("GET", "caller/members/security-context", as("alice")).response("GET");
        }
        assertThat(task("security-context").event()).isEqualTo("alice");
    }

    @Test
    @Promise("C-26")
    @Holds("a task of a request without a login has no caller, on a thread that has had one before")
    void sameThread() throws Exception {
        Set<String> threadsOfAlice = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            // now and then again, as executors let threads go
            if (i % 100 == 0) {
                assertThat(request("members/alice-" + i, as("alice"))).isEqualTo(ALICE);
                Entry ofAlice = task("alice-" + i);
                assertThat(ofAlice.event()).isEqualTo(ALICE);
                threadsOfAlice.add(ofAlice.thread());
            }
            assertThat(request("anyone/nobody-" + i)).isEqualTo(NOBODY);
            Entry ofNobody = task("nobody-" + i);
            assertThat(ofNobody.event()).isEqualTo(NOBODY);
            if (threadsOfAlice.contains(ofNobody.thread())) {
                return;
            }
        }
        fail("No task ran on any of %s again", threadsOfAlice);
    }

    @Test
    @Promise("C-25")
    @Holds("the caller is captured when a task is added: none before a login, though the request ends with one")
    void login() throws Exception {
        assertThat(request("login")).isEqualTo(ALICE);
        assertThat(new JournalClient(application).await("login", 2))
                .extracting(Entry::event)
                .containsExactly(NOBODY, ALICE);
    }

    @Test
    @Promise({"C-25", "C-26"})
    @Holds("a task has the caller that its request logged out later, and the next task on that thread has none")
    void logout() throws Exception {
        assertThat(request("logout")).isEqualTo(NOBODY);
        List<Entry> entries = new JournalClient(application).await("logout", 3);
        assertThat(entries).extracting(Entry::event).containsExactly(NOBODY, ALICE, NOBODY);
        assertThat(entries)
                .extracting(Entry::thread)
                .containsOnly(entries.get(0).thread());
    }
}
