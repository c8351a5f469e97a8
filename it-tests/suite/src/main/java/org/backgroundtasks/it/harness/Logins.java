package org.backgroundtasks.it.harness;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import org.jboss.shrinkwrap.api.asset.StringAsset;

/**
 * What an application with logins has, and what its clients send. The build gives the servers two callers whose passwords are their
 * names: alice, a user, and bob, an auditor.
 */
public final class Logins {

    private Logins() {}

    /**
     * The deployment descriptor of an application that asks for a login.
     *
     * @param pattern the URLs for callers in either role alone
     */
    public static StringAsset protecting(String pattern) {
        return new StringAsset("""
                <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0">
                  <security-constraint>
                    <web-resource-collection>
                      <web-resource-name>with a login</web-resource-name>
                      <url-pattern>%s</url-pattern>
                    </web-resource-collection>
                    <auth-constraint>
                      <role-name>user</role-name>
                      <role-name>auditor</role-name>
                    </auth-constraint>
                  </security-constraint>
                  <login-config>
                    <auth-method>BASIC</auth-method>
                  </login-config>
                  <security-role>
                    <role-name>user</role-name>
                  </security-role>
                  <security-role>
                    <role-name>auditor</role-name>
                  </security-role>
                </web-app>
                """.formatted(pattern));
    }

    /**
     * The value of the header {@code Authorization}.
     *
     * @param user the user, whose name is the password
     */
    public static String basic(String user) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ':' + user).getBytes(UTF_8));
    }
}
