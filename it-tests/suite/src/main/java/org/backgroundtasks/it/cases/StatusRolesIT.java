package org.backgroundtasks.it.cases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.backgroundtasks.it.cases.StatusIT.CLIENT;
import static org.backgroundtasks.it.cases.StatusIT.HOSTILE;
import static org.backgroundtasks.it.cases.StatusIT.export;
import static org.backgroundtasks.it.cases.StatusIT.isProblem;

import java.net.URI;
import java.net.URL;
import java.net.http.HttpResponse;
import org.backgroundtasks.it.applications.Exports;
import org.backgroundtasks.it.applications.Journal.Entry;
import org.backgroundtasks.it.client.JournalClient;
import org.backgroundtasks.it.conformance.Holds;
import org.backgroundtasks.it.conformance.Promise;
import org.backgroundtasks.it.harness.Archives;
import org.backgroundtasks.it.harness.Logins;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The status of a task and the operators' page, each for callers in a role. */
@Tag("security")
@ExtendWith(ArquillianExtension.class)
@DisplayName("Status under roles")
class StatusRolesIT {

    private static final String CONFIGURATION = """
            background-tasks.status.role=user
            background-tasks.status.page-role=auditor
            """;

    @Deployment(testable = false)
    static WebArchive application() {
        return Archives.web("status-roles", Exports.class)
                .addAsLibraries(Archives.status())
                .addAsResource(new StringAsset(CONFIGURATION), "META-INF/microprofile-config.properties")
                .setWebXML(Logins.protecting("/api/background-tasks/*"));
    }

    private static HttpResponse<String> as(String user, String method, URI address) throws Exception {
        return CLIENT.send(method, address, "Authorization", Logins.basic(user));
    }

    @Test
    @Promise("C-44")
    @Holds("a status is for callers in its role, the operators' page for those in another, who may cancel")
    void roles(@ArquillianResource URL application) throws Exception {
        JournalClient journal = new JournalClient(application);
        URI status = export(application, "roles", HOSTILE);
        journal.await("roles", 1);
        assertThat(CLIENT.send("GET", status).statusCode()).isEqualTo(401);
        isProblem(as("bob", "GET", status), 403);
        isProblem(as("bob", "DELETE", status), 403);
        assertThat(as("alice", "GET", status).body()).contains("\"state\":\"running\"");

        URI page = URI.create(application + "api/background-tasks/monitor/");
        isProblem(as("alice", "GET", page), 403);
        isProblem(as("alice", "GET", page.resolve("tasks")), 403);
        assertThat(as("bob", "GET", page).headers().firstValue("Content-Security-Policy"))
                .isPresent();
        HttpResponse<String> shown = as("bob", "GET", page.resolve("tasks"));
        assertThat(shown.body()).contains("\"mayCancel\":true", "alert(1)");
        String id = shown.body().replaceFirst("(?s).*\"running\":\\[\\{\"id\":\"(\\d+)\".*", "$1");
        assertThat(as("bob", "DELETE", page.resolve("tasks/" + id)).statusCode())
                .isEqualTo(202);
        assertThat(journal.await("roles", 2)).extracting(Entry::event).last().isEqualTo("cancelled true");
    }
}
