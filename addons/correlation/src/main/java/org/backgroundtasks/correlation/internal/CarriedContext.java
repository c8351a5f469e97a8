package org.backgroundtasks.correlation.internal;

import java.util.List;
import java.util.Map;
import org.backgroundtasks.TaskEvent;
import org.backgroundtasks.spi.TaskInterceptor.Interception;
import org.jspecify.annotations.Nullable;

/** What the adding thread had, for one task. The thread that runs it has its own back afterwards. */
final class CarriedContext implements Interception {

    private final List<DiagnosticContext> contexts;
    private final List<Map<String, Object>> captured;

    CarriedContext(List<DiagnosticContext> contexts) {
        this.contexts = contexts;
        captured = copies();
    }

    private List<Map<String, Object>> copies() {
        return contexts.stream().map(DiagnosticContext::copy).toList();
    }

    @Override
    public Runnable entered() {
        List<Map<String, Object>> own = copies();
        replace(captured);
        return () -> replace(own);
    }

    private void replace(List<Map<String, Object>> all) {
        for (int i = 0; i < contexts.size(); i++) {
            contexts.get(i).replace(all.get(i));
        }
    }

    @Override
    public void ended(TaskEvent.Type end, @Nullable Throwable cause) {}

    @Override
    public void discarded(String reason) {}
}
