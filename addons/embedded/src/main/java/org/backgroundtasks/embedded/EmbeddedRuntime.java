package org.backgroundtasks.embedded;

import static java.util.Objects.requireNonNull;

import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.ws.rs.core.Application;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.annotation.Annotation;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.backgroundtasks.concurrency.internal.ManagedExecutors;
import org.backgroundtasks.embedded.internal.HttpEndpoint;
import org.backgroundtasks.embedded.internal.JaxRsApplication;
import org.backgroundtasks.embedded.internal.LateLog;
import org.backgroundtasks.embedded.internal.LogQuieting;
import org.backgroundtasks.embedded.internal.RuntimeCdiProvider;
import org.backgroundtasks.embedded.internal.RuntimeExtension;
import org.jboss.weld.environment.se.Weld;
import org.jspecify.annotations.Nullable;

/**
 * Runs Jakarta EE inside this JVM: Weld SE for CDI, Jersey on an HTTP server for REST, and Concurro's managed
 * executors as CDI beans ({@code ManagedExecutorService}, {@code ManagedScheduledExecutorService},
 * {@code ManagedThreadFactory}, {@code ContextService}).
 *
 * <pre>{@code
 * try (EmbeddedRuntime server = EmbeddedRuntime.builder().resources(Orders.class).port(8080).start()) {
 *     server.join();
 * }
 * }</pre>
 *
 * <p>A class path entry is searched for beans when it has a {@code META-INF/beans.xml}. CDI extensions and Jakarta REST features
 * that are declared as services are found without any entry.
 *
 * <p>Several runtimes can run side by side. {@code CDI.current()} returns the one whose {@linkplain
 * Builder#classLoader class loader} is the thread's context class loader, which it is on all threads of a runtime.
 *
 * <p>All methods may be called from any thread.
 */
public final class EmbeddedRuntime implements AutoCloseable {

    private static final Logger LOG = System.getLogger(EmbeddedRuntime.class.getName());

    private final ClassLoader loader;
    private final SeContainer container;
    private final URI uri;
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    private EmbeddedRuntime(Builder builder) {
        LogQuieting.lower();
        loader = builder.loader();
        Thread thread = Thread.currentThread();
        ClassLoader caller = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            var application = new JaxRsApplication(builder.application, builder.resources);
            var executors = opened(new ManagedExecutors(
                    builder.threads(), builder.queue, builder.virtualThreads, builder.closeTimeout));
            var extension = new RuntimeExtension(executors, application.classes(), builder.beanClasses);
            // closed after the container: its observers and tasks ask for it to the end
            var registration = opened(RuntimeCdiProvider.register(loader));
            // Weld's own shutdown hook would not keep to the order of close()
            var weld = opened(new Weld()
                    .setClassLoader(loader)
                    .addExtensions(extension)
                    .skipShutdownHook()
                    .initialize());
            registration.answerWith(weld);
            container = weld;
            var config = application.config(extension.discovered());
            var endpoint = opened(
                    HttpEndpoint.open(builder.http, builder.host, builder.port, config, loader, builder.closeTimeout));
            uri = endpoint.uri();
            if (builder.shutdownHook) {
                opened(shutdownHook());
            }
        } catch (Throwable failure) {
            closeParts(failure);
            throw failure;
        } finally {
            thread.setContextClassLoader(caller);
        }
        LOG.log(Level.INFO, "Listening on {0}", uri);
    }

    /**
     * Begins the set-up of a runtime.
     *
     * @return a builder with the defaults described at its methods
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns the address at which the application answers.
     *
     * @return the base URI, ending in a slash: scheme, host, the actual port and the application's path, if it has one
     */
    public URI uri() {
        return uri;
    }

    /**
     * Looks beans up, as {@link Instance#select(Class, Annotation...)} does.
     *
     * @param type the required type
     * @param qualifiers the required qualifiers, none for the default one
     * @param <T> the required type
     * @return the matching beans
     * @throws IllegalStateException when the runtime is closed
     */
    public <T> Instance<T> select(Class<T> type, Annotation... qualifiers) {
        return container.select(type, qualifiers);
    }

    /**
     * Waits until the runtime is closed, by {@link #close()} or by the end of the JVM.
     *
     * @throws InterruptedException when the waiting thread is interrupted
     */
    public void join() throws InterruptedException {
        closed.await();
    }

    /**
     * Stops accepting requests and lets responses in flight end, shuts the CDI container down, and then the executors.
     * So beans and extensions can still use the executors while the container stops. Each of HTTP and
     * executors takes at most the {@linkplain Builder#closeTimeout close timeout}; what is unfinished then is cut off. On
     * return, nothing in the JVM holds the application's class loader.
     *
     * <p>A second call waits for the first and does nothing.
     *
     * @throws IllegalStateException when a part failed to close; all others are closed nevertheless
     */
    @Override
    public synchronized void close() {
        var failure = new IllegalStateException("The embedded runtime did not close cleanly");
        Thread thread = Thread.currentThread();
        ClassLoader caller = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            closeParts(failure);
        } finally {
            thread.setContextClassLoader(caller);
            closed.countDown();
        }
        if (failure.getSuppressed().length > 0) {
            throw failure;
        }
    }

    private <T extends AutoCloseable> T opened(T part) {
        parts.push(part);
        return part;
    }

    private void closeParts(Throwable failure) {
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Throwable e) {
                failure.addSuppressed(e);
            }
        }
    }

    private AutoCloseable shutdownHook() {
        var jvm = Runtime.getRuntime();
        var hook = new Thread(
                () -> {
                    LateLog.keep();
                    close();
                },
                "embedded-runtime-shutdown");
        jvm.addShutdownHook(hook);
        return () -> {
            try {
                jvm.removeShutdownHook(hook);
            } catch (IllegalStateException shuttingDown) {
                LOG.log(Level.DEBUG, "Closed by the end of the JVM");
            }
        };
    }

    /** Sets up an {@link EmbeddedRuntime}. Not thread-safe. No argument may be null. */
    public static final class Builder {

        private final Set<Class<?>> resources = new LinkedHashSet<>();
        private final Set<Class<?>> beanClasses = new LinkedHashSet<>();
        private @Nullable Class<? extends Application> application;
        private @Nullable ClassLoader classLoader;
        private EmbeddedHttpServer http = EmbeddedHttpServer.GRIZZLY;
        private String host = "127.0.0.1";
        private int port;
        private int threads;
        private int queue = 1_000;
        private boolean virtualThreads;
        private boolean shutdownHook = true;
        private Duration closeTimeout = Duration.ofSeconds(10);

        private Builder() {}

        /**
         * Adds Jakarta REST resources, providers and features. They become CDI beans even where bean discovery does not look.
         * When neither resources nor an application is given, all discovered beans annotated with {@code @Path} or
         * {@code @Provider} are served.
         *
         * @param classes the classes, in addition to those of earlier calls
         * @return this
         */
        public Builder resources(Class<?>... classes) {
            resources.addAll(List.of(classes));
            return this;
        }

        /**
         * Serves a Jakarta REST application: its classes, singletons, properties and {@code @ApplicationPath}. One that names
         * neither classes nor singletons serves all discovered beans annotated with {@code @Path} or {@code @Provider}.
         * The runtime creates it with its public constructor, before CDI runs.
         *
         * @param type the application's class
         * @return this
         */
        public Builder application(Class<? extends Application> type) {
            application = requireNonNull(type);
            return this;
        }

        /**
         * Adds classes as CDI beans that discovery does not find.
         *
         * @param classes the classes, in addition to those of earlier calls
         * @return this
         */
        public Builder beanClasses(Class<?>... classes) {
            beanClasses.addAll(List.of(classes));
            return this;
        }

        /**
         * Chooses the HTTP server.
         *
         * @param server the server, {@link EmbeddedHttpServer#GRIZZLY} unless set
         * @return this
         */
        public Builder http(EmbeddedHttpServer server) {
            http = requireNonNull(server);
            return this;
        }

        /**
         * Sets the address to listen on.
         *
         * @param address a host name or an IP address of this machine, {@code 127.0.0.1} unless set
         * @return this
         */
        public Builder host(String address) {
            host = requireNonNull(address);
            return this;
        }

        /**
         * Sets the port to listen on.
         *
         * @param number the port, 0 for any free one, which is the default
         * @return this
         * @throws IllegalArgumentException when the number is not a port
         */
        public Builder port(int number) {
            require(number >= 0 && number <= 65_535, "port must be between 0 and 65535, was " + number);
            port = number;
            return this;
        }

        /**
         * Sets how many tasks the managed executor runs at once.
         *
         * @param number unless set, twice the processors but at least 8; with virtual threads 1000
         * @return this
         * @throws IllegalArgumentException when the number is not positive
         */
        public Builder threads(int number) {
            require(number > 0, "threads must be positive, was " + number);
            threads = number;
            return this;
        }

        /**
         * Sets how many submitted tasks may wait for a thread. The executor refuses the next one with a
         * {@link java.util.concurrent.RejectedExecutionException}.
         *
         * @param capacity the capacity, 1000 unless set
         * @return this
         * @throws IllegalArgumentException when the capacity is not positive
         */
        public Builder queue(int capacity) {
            require(capacity > 0, "queue must be positive, was " + capacity);
            queue = capacity;
            return this;
        }

        /**
         * Runs the tasks of the managed executor, not of the scheduled one, on virtual threads.
         *
         * @param enabled true for virtual threads, which need Java 21
         * @return this
         * @throws UnsupportedOperationException when this JVM has no virtual threads
         */
        public Builder virtualThreads(boolean enabled) {
            if (enabled && Runtime.version().feature() < 21) {
                throw new UnsupportedOperationException(
                        "Virtual threads need Java 21 or later, this is Java " + Runtime.version());
            }
            virtualThreads = enabled;
            return this;
        }

        /**
         * Sets the application's class loader: it finds beans, extensions and services, and is the context class loader of
         * all threads of the runtime. Two runtimes that are open at a time cannot share one.
         *
         * @param loader the class loader; unless set, an empty child of the calling thread's context class loader
         * @return this
         */
        public Builder classLoader(ClassLoader loader) {
            classLoader = requireNonNull(loader);
            return this;
        }

        /**
         * Closes the runtime at the end of the JVM, also when that is due to {@code SIGTERM}.
         *
         * @param enabled true, the default, for a JVM shutdown hook; it is gone after {@link EmbeddedRuntime#close()}
         * @return this
         */
        public Builder shutdownHook(boolean enabled) {
            shutdownHook = enabled;
            return this;
        }

        /**
         * Sets how long {@link EmbeddedRuntime#close()} waits for responses in flight, and again for the executors.
         *
         * @param limit the limit, 10 seconds unless set; zero cuts off at once
         * @return this
         * @throws IllegalArgumentException when the limit is negative
         */
        public Builder closeTimeout(Duration limit) {
            require(!limit.isNegative(), "closeTimeout must not be negative, was " + limit);
            closeTimeout = limit;
            return this;
        }

        /**
         * Starts the runtime.
         *
         * @return the running runtime, accepting requests
         * @throws IllegalStateException when resources and an application are both given, or the class loader is that of
         *     another open runtime
         * @throws java.io.UncheckedIOException when the address cannot be listened on
         * @throws RuntimeException when the CDI container or the Jakarta REST application does not start
         */
        public EmbeddedRuntime start() {
            if (application != null && !resources.isEmpty()) {
                throw new IllegalStateException("Give either resources or an application, not both");
            }
            return new EmbeddedRuntime(this);
        }

        private int threads() {
            if (threads > 0) {
                return threads;
            }
            return virtualThreads ? 1_000 : Math.max(8, 2 * Runtime.getRuntime().availableProcessors());
        }

        private ClassLoader loader() {
            if (classLoader != null) {
                return classLoader;
            }
            ClassLoader parent = Thread.currentThread().getContextClassLoader();
            // a class loader of its own tells this runtime from others on the same class path
            return new URLClassLoader(new URL[0], parent != null ? parent : EmbeddedRuntime.class.getClassLoader());
        }

        private static void require(boolean condition, String message) {
            if (!condition) {
                throw new IllegalArgumentException(message);
            }
        }
    }
}
