package org.backgroundtasks.benchmarks.http.app;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.concurrent.ContextService;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.Properties;
import javax.naming.InitialContext;
import javax.naming.NamingException;

/** The executor that the library is configured with, for the tasks by hand. */
@ApplicationScoped
public class Executors {

    private static final String CONFIGURATION = "/META-INF/microprofile-config.properties";

    @Inject
    Instance<ManagedExecutorService> beans;

    private ManagedExecutorService executor;
    private ContextService contexts;

    @PostConstruct
    void find() {
        executor = configured();
        contexts = executor.getContextService();
    }

    public void execute(Runnable task) {
        executor.execute(task);
    }

    public ContextService contexts() {
        return contexts;
    }

    // the name is the administrator's
    @SuppressWarnings("BanJNDI")
    private ManagedExecutorService configured() {
        try (var configuration = Executors.class.getResourceAsStream(CONFIGURATION)) {
            if (configuration == null) {
                // the embedded runtime has its executor as a bean
                return beans.get();
            }
            var properties = new Properties();
            properties.load(configuration);
            return InitialContext.doLookup(properties.getProperty("background-tasks.executor"));
        } catch (IOException | NamingException e) {
            throw new IllegalStateException("No executor", e);
        }
    }
}
