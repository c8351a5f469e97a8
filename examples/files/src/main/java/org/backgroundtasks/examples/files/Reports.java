package org.backgroundtasks.examples.files;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The reports so far; in a real application this is a table. */
@ApplicationScoped
public class Reports {

    private static final int KEPT = 1_000;

    private final Map<String, Report> reports = new LinkedHashMap<>();

    public synchronized void put(String id, Report report) {
        reports.put(id, report);
        if (reports.size() > KEPT) {
            reports.remove(reports.keySet().iterator().next());
        }
    }

    public synchronized @Nullable Report get(String id) {
        return reports.get(id);
    }
}
