package org.backgroundtasks.status.internal;

import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.core.SecurityContext;
import org.jspecify.annotations.Nullable;

/** Lets in who is in a role. */
final class RoleCheck {

    private RoleCheck() {}

    /** Null if the caller is in the role, or none is asked for. */
    static @Nullable Problem refusal(@Nullable String role, String key, SecurityContext caller) {
        if (role == null || caller.isUserInRole(role)) {
            return null;
        }
        return caller.getUserPrincipal() == null
                ? noCaller("This needs a caller in the role that " + key + " names.")
                : Problem.of(Status.FORBIDDEN, "This needs a caller in the role that " + key + " names");
    }

    /** Says what to do where nobody has logged in. */
    static Problem noCaller(String need) {
        return Problem.of(
                Status.UNAUTHORIZED,
                need + " The application has to ask for a login here, with a security constraint on this path");
    }
}
