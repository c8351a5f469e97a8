package org.backgroundtasks.it.cases;

import java.net.URL;
import org.backgroundtasks.it.conformance.Holds;
import org.backgroundtasks.it.conformance.Promise;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** No application class at all; the mapping is the one thing a server then needs. */
@Tag("everywhere")
@Tag("no-application-class")
@Tag("initializer")
@Tag("servlet")
@ExtendWith(ArquillianExtension.class)
@DisplayName("Applications without a class")
class NoApplicationClassIT {

    private static final String MAPPING = """
            <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0">
              <servlet>
                <servlet-name>jakarta.ws.rs.core.Application</servlet-name>
              </servlet>
              <servlet-mapping>
                <servlet-name>jakarta.ws.rs.core.Application</servlet-name>
                <url-pattern>/api/*</url-pattern>
              </servlet-mapping>
            </web-app>
            """;

    @ArquillianResource
    private URL application;

    @Deployment(testable = false)
    static WebArchive application() {
        return ApplicationClassIT.archive("none", ApplicationClassIT.Adding.class)
                .setWebXML(new StringAsset(MAPPING));
    }

    @Test
    @Promise("C-1")
    @Holds("an application without an Application class, mapped in web.xml, needs no registration")
    void none() throws Exception {
        ApplicationClassIT.findsTheFeature(application);
    }
}
