package org.backgroundtasks.embedded.internal;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.glassfish.grizzly.Grizzly;
import org.glassfish.grizzly.memory.MemoryManager;
import org.glassfish.grizzly.memory.ThreadLocalPoolProvider;
import org.glassfish.grizzly.threadpool.DefaultWorkerThread;
import org.jspecify.annotations.Nullable;

/**
 * The threads that requests run on: few, so that a request waits for those before it rather than for a share of the processors;
 * and more once these are blocked, as resources may block them. A request that is the next to run at two looks says so.
 */
final class RequestThreads extends ThreadPoolExecutor {

    /** As many as Grizzly has by itself. */
    private static final int FEW = 2 * Runtime.getRuntime().availableProcessors() + 1;

    private static final int MOST = Math.max(200, FEW);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(5);

    /** After a longer time it was the machine that stood still, in a garbage collection for instance. */
    private static final long STOOD_STILL_NANOS = BETWEEN_LOOKS.multipliedBy(2).toNanos();

    private static final int LOOKS_UNTIL_FEWER = 2_000;

    private final int few;
    private final int most;
    private final Executor afterAPause;
    private final LongSupplier nanoTime;
    private final AtomicBoolean looking = new AtomicBoolean();
    // one thread at a time looks
    private @Nullable Runnable next;
    private long lastLook;
    private int calmLooks;

    RequestThreads(ClassLoader loader) {
        this(
                FEW,
                MOST,
                threads(loader),
                CompletableFuture.delayedExecutor(BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS, Runnable::run),
                System::nanoTime);
    }

    RequestThreads(int few, int most, ThreadFactory threads, Executor afterAPause, LongSupplier nanoTime) {
        // one with a lock doubles the 99th percentile of the time to a response
        super(few, few, 0, TimeUnit.SECONDS, new LinkedTransferQueue<>(), threads);
        this.few = few;
        this.most = most;
        this.afterAPause = afterAPause;
        this.nanoTime = nanoTime;
    }

    /** Of Grizzly's kind, on which it keeps what it uses again. */
    private static ThreadFactory threads(ClassLoader loader) {
        var number = new AtomicInteger();
        return work -> {
            var buffers = MemoryManager.DEFAULT_MEMORY_MANAGER instanceof ThreadLocalPoolProvider provider
                    ? provider.createThreadLocalPool()
                    : null;
            var thread = new DefaultWorkerThread(
                    Grizzly.DEFAULT_ATTRIBUTE_BUILDER,
                    "grizzly-http-server-" + number.getAndIncrement(),
                    buffers,
                    work);
            thread.setDaemon(true);
            thread.setContextClassLoader(loader);
            return thread;
        };
    }

    @Override
    public void execute(Runnable request) {
        super.execute(request);
        lookIfAnyWaits();
    }

    private void lookIfAnyWaits() {
        if (!getQueue().isEmpty() && looking.compareAndSet(false, true)) {
            lookLater();
        }
    }

    private void lookLater() {
        next = getQueue().peek();
        lastLook = nanoTime.getAsLong();
        afterAPause.execute(this::look);
    }

    private void look() {
        try {
            adapt();
        } finally {
            // also if the JVM cannot start a further thread, of which it warns itself
            lookAgainIfNeeded();
        }
    }

    private void adapt() {
        boolean stoodStill = nanoTime.getAsLong() - lastLook > STOOD_STILL_NANOS;
        if (next != null && next == getQueue().peek() && !stoodStill) {
            calmLooks = 0;
            resize(Math.min(most, getCorePoolSize() + getQueue().size()));
        } else if (++calmLooks == LOOKS_UNTIL_FEWER) {
            calmLooks = 0;
            resize(few + (getCorePoolSize() - few) / 2);
        }
    }

    private void lookAgainIfNeeded() {
        if (isShutdown() || (getQueue().isEmpty() && getCorePoolSize() == few)) {
            next = null;
            looking.set(false);
            if (!isShutdown()) {
                lookIfAnyWaits();
            }
        } else {
            lookLater();
        }
    }

    /** A thread above the maximum ends after its request, even if others wait. */
    private void resize(int size) {
        setMaximumPoolSize(Math.max(size, getMaximumPoolSize()));
        setCorePoolSize(size);
        setMaximumPoolSize(size);
    }
}
