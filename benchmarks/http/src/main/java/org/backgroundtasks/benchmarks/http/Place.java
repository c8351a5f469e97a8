package org.backgroundtasks.benchmarks.http;

import java.util.regex.Pattern;

/** What CPU time is spent on, told by the frames of a sample, outermost first; the first place that fits. */
enum Place {
    FUNCTION("the task's function", "app/Work[.]run|app/Work[$][^;]*[.]run(;|$)"),
    SCOPE(
            "the task's request scope, CDI's",
            "app/Work[$][^;]*[.]runInScope|org/backgroundtasks/internal/container/\\w*RequestScopes?[.](?!.*[.]callFunction)"),
    SET_CONTEXT(
            "the context, set and reset",
            "[.](setup|reset)Context|SetupProvider\\w*[.](setup|reset)"
                    + "|ProxyInvocationHandler[.]invoke(?!.*(run/Execution[.]run|app/Work))"),
    CAPTURE_CONTEXT("the context, captured", "[.]saveContext|[.]createContextualProxy|ContextServiceImpl[.]contextual"),
    SUBMIT("submission, and waking a thread", "ManagedExecutorService\\w*[.]execute"),
    RUN("the library, on the executor's thread", "internal/run/Submission[.]run"),
    WAIT("the executor's thread, waiting and taking work", "ManagedThreadFactoryImpl[$]ManagedThread[.]run"),
    HOLD(
            "the library, on the request's thread",
            "org/backgroundtasks/internal/(?!.*ExchangeCompleteNextListener[.]proceed)"),
    INJECT("what is injected, CDI's", "Resource[.](task|hand|bare);org/backgroundtasks/[^;]*_WeldClientProxy[.]"),
    MACHINE("the virtual machine: compiler, collector", "^\\[(C[12] |GC |G1 |VM |Sweeper)"),
    SERVER("the server: HTTP, Jakarta REST, the resource", "");

    private final String text;
    private final Pattern frames;

    Place(String text, String frames) {
        this.text = text;
        this.frames = Pattern.compile(frames);
    }

    static Place of(String stack) {
        for (Place place : values()) {
            if (place.frames.matcher(stack).find()) {
                return place;
            }
        }
        return SERVER;
    }

    /** As the page names it. */
    @Override
    public String toString() {
        return text;
    }
}
