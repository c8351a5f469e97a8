package org.backgroundtasks.gates.servlet;

import jakarta.enterprise.concurrent.ContextService;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.inject.Singleton;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.backgroundtasks.BackgroundTasks;
import org.glassfish.concurro.AbstractManagedExecutorService.RejectPolicy;
import org.glassfish.concurro.ContextServiceImpl;
import org.glassfish.concurro.ManagedScheduledExecutorServiceImpl;
import org.glassfish.concurro.ManagedThreadFactoryImpl;
import org.glassfish.concurro.spi.ContextHandle;
import org.glassfish.concurro.spi.ContextSetupProvider;
import org.jboss.weld.environment.se.Weld;
import org.jboss.weld.environment.se.WeldContainer;
import org.jboss.weld.environment.servlet.EnhancedListener;
import org.jboss.weld.environment.servlet.WeldServletLifecycle;
import org.jspecify.annotations.Nullable;

/** A web application of servlets that are given as code, on a server in this process, with Weld and the library. */
final class ServletApplication implements AutoCloseable {

    private static final String GATE = "background-tasks.gate";
    private static final String DRAIN_TIMEOUT = "background-tasks.drain-timeout";

    private final Container container;
    private final ServletServer.Started server;

    /** What a servlet does. */
    interface Served {
        void serve(HttpServletRequest request, HttpServletResponse response) throws Exception;
    }

    static final class Builder {

        private final ServletServer server;
        private final String gate;
        private final List<Consumer<ServletContext>> parts = new ArrayList<>();
        private final List<ServletServer.ErrorPage> errorPages = new ArrayList<>();
        private boolean cdiStartsLast;

        private Builder(ServletServer server, String gate) {
            this.server = server;
            this.gate = gate;
        }

        Builder servlet(String path, Served served) {
            parts.add(context -> {
                var registration = context.addServlet(path, new Serving(served));
                registration.setAsyncSupported(true);
                registration.addMapping(path);
            });
            return this;
        }

        Builder filter(String path, Filter filter) {
            parts.add(context -> {
                var registration = context.addFilter("filter " + path, filter);
                registration.setAsyncSupported(true);
                registration.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), true, path);
            });
            return this;
        }

        Builder errorPage(int status, String path) {
            errorPages.add(new ServletServer.ErrorPage(status, path));
            return this;
        }

        /** After the library's initializers, as Weld's own does on some servers. */
        Builder cdiStartsLast() {
            cdiStartsLast = true;
            return this;
        }

        ServletApplication start() throws Exception {
            return new ServletApplication(this);
        }
    }

    /** On a server, with the gate of that name. */
    static Builder on(ServletServer server, String gate) {
        return new Builder(server, gate);
    }

    private ServletApplication(Builder builder) throws Exception {
        System.setProperty(GATE, builder.gate);
        System.setProperty(DRAIN_TIMEOUT, "PT1S");
        container = new Container(builder.parts);
        List<ServletContainerInitializer> initializers = new ArrayList<>(libraryInitializers());
        initializers.addAll(
                builder.cdiStartsLast ? initializers.size() : 0, List.of(container, new EnhancedListener()));
        try {
            server = builder.server.start(initializers, builder.errorPages);
        } catch (Exception | Error failure) {
            container.close();
            throw failure;
        }
    }

    private static Extension[] libraryExtensions() {
        return ofLibrary(Extension.class).toArray(Extension[]::new);
    }

    private static List<ServletContainerInitializer> libraryInitializers() {
        return ofLibrary(ServletContainerInitializer.class).toList();
    }

    private static <T> Stream<T> ofLibrary(Class<T> service) {
        return ServiceLoader.load(service).stream()
                .filter(provider -> provider.type().getName().startsWith("org.backgroundtasks."))
                .map(ServiceLoader.Provider::get);
    }

    static BackgroundTasks tasks() {
        return CDI.current().select(BackgroundTasks.class).get();
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }

    int port() {
        return server.port();
    }

    @Override
    public void close() {
        try {
            server.stop().stop();
        } catch (Exception notStopped) {
            throw new IllegalStateException(notStopped);
        } finally {
            container.close();
            System.clearProperty(GATE);
            System.clearProperty(DRAIN_TIMEOUT);
        }
    }

    private static final class Serving extends HttpServlet {

        private static final long serialVersionUID = 1;

        private final transient Served served;

        Serving(Served served) {
            this.served = served;
        }

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response)
                throws ServletException, IOException {
            try {
                served.serve(request, response);
            } catch (IOException | RuntimeException | ServletException asIs) {
                throw asIs;
            } catch (Exception other) {
                throw new ServletException(other);
            }
        }
    }

    /** Starts Weld, gives it to Weld's own listener, and registers the servlets. */
    private static final class Container implements ServletContainerInitializer {

        private final List<Consumer<ServletContext>> parts;
        private @Nullable WeldContainer weld;

        Container(List<Consumer<ServletContext>> parts) {
            this.parts = parts;
        }

        @Override
        public void onStartup(@Nullable Set<Class<?>> classes, ServletContext context) {
            WeldContainer started = new Weld()
                    .disableDiscovery()
                    .skipShutdownHook()
                    .addBeanClass(ServletApplication.class)
                    .addExtensions(libraryExtensions())
                    .addExtensions(new Executor())
                    .initialize();
            weld = started;
            context.setAttribute(WeldServletLifecycle.BEAN_MANAGER_ATTRIBUTE_NAME, started.getBeanManager());
            parts.forEach(part -> part.accept(context));
        }

        void close() {
            WeldContainer started = weld;
            if (started != null) {
                started.close();
            }
        }
    }

    /** A managed executor as a CDI bean. */
    static final class Executor implements Extension {

        void add(@Observes AfterBeanDiscovery discovery) {
            discovery
                    .<ManagedScheduledExecutorService>addBean()
                    .types(ManagedScheduledExecutorService.class, ManagedExecutorService.class)
                    .scope(Singleton.class)
                    .createWith(context -> managedExecutor());
        }

        private static ManagedScheduledExecutorService managedExecutor() {
            ContextServiceImpl contexts = new ContextServiceImpl("contexts", new NoContext());
            return new ManagedScheduledExecutorServiceImpl(
                            "executor",
                            new ManagedThreadFactoryImpl("executor", contexts),
                            0,
                            false,
                            2,
                            60,
                            TimeUnit.SECONDS,
                            0,
                            contexts,
                            RejectPolicy.ABORT)
                    .getAdapter();
        }
    }

    /** There is nothing to take along to a task. */
    private static final class NoContext implements ContextSetupProvider {

        private static final long serialVersionUID = 1;

        private enum Nothing implements ContextHandle {
            NOTHING
        }

        @Override
        public ContextHandle saveContext(ContextService service) {
            return Nothing.NOTHING;
        }

        @Override
        public ContextHandle saveContext(ContextService service, Map<String, String> properties) {
            return Nothing.NOTHING;
        }

        @Override
        public ContextHandle setup(ContextHandle captured) {
            return captured;
        }

        @Override
        public void reset(ContextHandle previous) {}
    }
}
