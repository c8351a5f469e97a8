package org.backgroundtasks.status.internal;

import org.jspecify.annotations.Nullable;

/** Describes in one line who may see statuses and cancel tasks, so that administrators notice what is too open. */
final class Access {

    private Access() {}

    static String describe(StatusSettings settings) {
        return statuses(settings) + ' ' + page(settings);
    }

    private static String statuses(StatusSettings settings) {
        String role = settings.role();
        String who;
        if (settings.bindToCaller()) {
            who = "The caller who was given the address of a status"
                    + (role == null ? "" : ", if in " + named(role) + ',');
        } else {
            who = role == null
                    ? "Whoever has the address of a status"
                    : "Callers in " + named(role) + " who have the address of a status";
        }
        return who + " may see it and " + (settings.cancel() ? "" : "not ") + "cancel its task.";
    }

    private static String page(StatusSettings settings) {
        if (!settings.hasPage()) {
            return "The dashboard is off.";
        }
        @Nullable String role = settings.pageRole();
        @Nullable String changing = settings.changingRole();
        String who = role != null ? "Callers in " + named(role) : settings.page() ? "Everybody" : null;
        if (changing == null) {
            return who + " may see the dashboard.";
        }
        return (who == null || changing.equals(role) ? "" : who + " may see the dashboard. ") + "Callers in "
                + named(changing) + " may see the dashboard and change any task.";
    }

    private static String named(String role) {
        return "the role '" + role + '\'';
    }
}
