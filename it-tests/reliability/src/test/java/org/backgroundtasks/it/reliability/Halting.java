package org.backgroundtasks.it.reliability;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.backgroundtasks.BackgroundTasks;
import org.backgroundtasks.it.applications.Adder;
import org.backgroundtasks.it.applications.Api;

/** Adds tasks that halt the JVM at once, without so much as a shutdown hook. */
@ApplicationScoped
public class Halting implements Adder {

    @Inject
    BackgroundTasks tasks;

    @Override
    public void add(String key, Act act) {
        addTo(tasks);
    }

    @Override
    public Adder handle() {
        BackgroundTasks handle = tasks.handle();
        return new Adder() {
            @Override
            public void add(String key, Act act) {
                addTo(handle);
            }

            @Override
            public Adder handle() {
                return this;
            }
        };
    }

    private static void addTo(BackgroundTasks queue) {
        queue.always().add(() -> Runtime.getRuntime().halt(137));
    }

    /** The same in a plain servlet. */
    @WebServlet(urlPatterns = "/" + Api.PATH + "/kinds/servlet")
    public static class Plain extends HttpServlet {

        private static final long serialVersionUID = 1;

        @Inject
        transient BackgroundTasks tasks;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            addTo(tasks);
            response.getWriter().print("plain");
        }
    }
}
