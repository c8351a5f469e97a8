package org.backgroundtasks.it.cases;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.URL;
import org.backgroundtasks.it.applications.Api;
import org.backgroundtasks.it.applications.TaskAdder;
import org.backgroundtasks.it.client.JournalClient;
import org.backgroundtasks.it.conformance.Holds;
import org.backgroundtasks.it.conformance.Promise;
import org.backgroundtasks.it.harness.Archives;
import org.backgroundtasks.testing.ResponseFirst;
import org.backgroundtasks.testing.ResponseFirst.Proof;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.OperateOnDeployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What users prove of their own application. */
@ExtendWith(ArquillianExtension.class)
@DisplayName("ResponseFirst of the test kit")
class ResponseFirstIT {

    @Deployment(name = "proven", testable = false)
    static WebArchive application() {
        return Archives.kinds(Archives.web("proven"), TaskAdder.class).addClasses(ResponseFirst.probe());
    }

    @Deployment(name = "compressing", testable = false)
    static WebArchive compressing() {
        return Archives.compressing(Archives.web("proven-gzip"), TaskAdder.class)
                .addClasses(ResponseFirst.probe());
    }

    /** A test build with the kit in it, and nothing of JUnit. */
    @Deployment(name = "with the kit", testable = false)
    static WebArchive withKit() {
        return Archives.kinds(Archives.web("proven-kit"), TaskAdder.class).addAsLibraries(Archives.addon("testing"));
    }

    @Test
    @Tag("core")
    @Promise({"C-10", "C-11"})
    @Holds("ResponseFirst proves that tasks start after the response")
    void proves(@ArquillianResource @OperateOnDeployment("proven") URL application) throws Exception {
        Proof proof = ResponseFirst.prove(URI.create(application + Api.PATH + "/kinds/medium?key=proof"));
        assertThat(proof.isConclusive()).as(proof.toString()).isTrue();
        assertThat(new JournalClient(application).await("proof", 2)).hasSize(2);
    }

    @Test
    @Tag("gzip")
    @Promise({"C-10", "C-11"})
    @Holds("ResponseFirst proves that tasks start after the compressed response")
    void provesCompressed(@ArquillianResource @OperateOnDeployment("compressing") URL application) throws Exception {
        Proof proof = ResponseFirst.of(URI.create(application + Api.PATH + "/kinds/medium?key=proof"))
                .header("Accept-Encoding", "gzip")
                .prove();
        assertThat(proof.isConclusive()).as(proof.toString()).isTrue();
    }

    @Test
    @Tag("servlet")
    @Promise("C-10")
    @Holds("ResponseFirst finds its probe in the jar of the test kit")
    void provesWithKit(@ArquillianResource @OperateOnDeployment("with the kit") URL application) throws Exception {
        Proof proof = ResponseFirst.prove(URI.create(application + Api.PATH + "/kinds/medium?key=proof"));
        assertThat(proof.isConclusive()).as(proof.toString()).isTrue();
        assertThat(new JournalClient(application).await("proof", 2)).hasSize(2);
    }
}
