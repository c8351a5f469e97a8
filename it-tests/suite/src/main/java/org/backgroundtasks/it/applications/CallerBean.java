package org.backgroundtasks.it.applications;

import jakarta.annotation.Resource;
import jakarta.annotation.security.DeclareRoles;
import jakarta.annotation.security.PermitAll;
import jakarta.ejb.SessionContext;
import jakarta.ejb.Stateless;
import java.security.Principal;
import java.util.stream.Stream;

/** The enterprise bean of {@code CallerIT}'s application; WildFly takes none that is nested. */
@Stateless
@PermitAll
@DeclareRoles({"user", "auditor"})
public class CallerBean {

    @Resource
    SessionContext context;

    /** The caller's principal. */
    public Principal principal() {
        return context.getCallerPrincipal();
    }

    /** The caller's roles. */
    public String roles() {
        return Stream.of("user", "auditor")
                .filter(context::isCallerInRole)
                .toList()
                .toString();
    }
}
