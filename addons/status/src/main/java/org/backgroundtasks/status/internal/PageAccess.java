package org.backgroundtasks.status.internal;

import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.core.SecurityContext;
import java.security.Principal;
import org.backgroundtasks.spi.LogText;
import org.jspecify.annotations.Nullable;

/** Checks whether a caller may see the dashboard, and change tasks there. */
record PageAccess(StatusSettings settings, SecurityContext caller) {

    /** Returns null if the caller may see the page; who may change tasks may see them. */
    @Nullable
    Problem refusal() {
        if (!settings.hasPage()) {
            return Problem.of(
                    Status.NOT_FOUND,
                    "The dashboard is off. Name the role that may see it in " + StatusSettings.PAGE_ROLE + ", or set "
                            + StatusSettings.PAGE + "=true for everybody who can reach the application");
        }
        if (settings.pageRole() == null && settings.page()) {
            return null;
        }
        @Nullable String changing = settings.pageOperatorRole();
        if (changing != null && caller.isUserInRole(changing)) {
            return null;
        }
        return settings.pageRole() == null
                ? RoleCheck.refusal(changing, StatusSettings.PAGE_OPERATOR_ROLE, caller)
                : RoleCheck.refusal(settings.pageRole(), StatusSettings.PAGE_ROLE, caller);
    }

    boolean mayChange() {
        return refusalToChange() == null;
    }

    /** Returns null if the caller may change tasks. */
    @Nullable
    Problem refusalToChange() {
        Problem refusal = refusal();
        if (refusal != null) {
            return refusal;
        }
        @Nullable String changing = settings.changingRole();
        return changing == null
                ? Problem.of(
                        Status.FORBIDDEN,
                        "The dashboard is read-only. Name a role in " + StatusSettings.PAGE_OPERATOR_ROLE + " or "
                                + StatusSettings.PAGE_ROLE + " to let its callers change tasks")
                : RoleCheck.refusal(changing, StatusSettings.PAGE_OPERATOR_ROLE, caller);
    }

    /** Returns the caller's name, as logs and the history show it. */
    String name() {
        Principal known = caller.getUserPrincipal();
        return known == null || known.getName() == null ? "somebody without a name" : LogText.oneLine(known.getName());
    }
}
