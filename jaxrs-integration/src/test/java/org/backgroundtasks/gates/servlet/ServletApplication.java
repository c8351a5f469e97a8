package org.backgroundtasks.gates.servlet;

import jakarta.enterprise.concurrent.ContextService;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.enterprise.inject.spi.BeanManager;
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

/** A web application of servlets that are given as code, on a server in this process, with Weld and the library. */
final class ServletApplication implements AutoCloseable {

    private static final String GATE = "background-tasks.gate";
    private static final String DRAIN_TIMEOUT = "background-tasks.drain-timeout";

    private final WeldContainer weld;
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
        weld = new Weld()
                .disableDiscovery()
                .skipShutdownHook()
                .addBeanClass(ServletApplication.class)
                .addExtensions(libraryExtensions())
                .addExtensions(new Executor())
                .initialize();
        try {
            server = builder.server.start(
                    Stream.concat(
                                    Stream.of(new Parts(weld.getBeanManager(), builder.parts), new EnhancedListener()),
                                    libraryInitializers())
                            .toList(),
                    builder.errorPages);
        } catch (Exception | Error failure) {
            weld.close();
            throw failure;
        }
    }

    private static Extension[] libraryExtensions() {
        return ofLibrary(Extension.class).toArray(Extension[]::new);
    }

    private static Stream<ServletContainerInitializer> libraryInitializers() {
        return ofLibrary(ServletContainerInitializer.class);
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
            weld.close();
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

    /** Gives Weld's listener the container that is there, and registers the servlets. */
    private static final class Parts implements ServletContainerInitializer {

        private final BeanManager beans;
        private final List<Consumer<ServletContext>> parts;

        Parts(BeanManager beans, List<Consumer<ServletContext>> parts) {
            this.beans = beans;
            this.parts = parts;
        }

        @Override
        public void onStartup(Set<Class<?>> classes, ServletContext context) {
            context.setAttribute(WeldServletLifecycle.BEAN_MANAGER_ATTRIBUTE_NAME, beans);
            parts.forEach(part -> part.accept(context));
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
