package org.backgroundtasks.database.internal.scheduling;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerBuilder;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.logging.LogLevel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.backgroundtasks.database.internal.jdbc.Connections;
import org.backgroundtasks.database.internal.jdbc.DatabaseClock;
import org.backgroundtasks.database.internal.jdbc.Rows;
import org.backgroundtasks.database.internal.schema.Dialect;
import org.backgroundtasks.database.internal.schema.TableName;
import org.backgroundtasks.database.internal.threads.Housekeeping;
import org.backgroundtasks.database.internal.threads.ManagedThreads;
import org.backgroundtasks.durable.spi.TaskReceiver;

/** A running db-scheduler on the container's threads, with nothing left at its defaults. Thread-safe. */
public final class Consumers {

    /** What housekeeping does: find dead nodes, send heartbeats, ask for the time. */
    private static final int CHORES = 3;

    /** So that a free thread has work at once, though others are busy for long. */
    private static final double FETCH_WHEN_LEFT = 0.8;

    /** Of what is locked as it is fetched no more than can be handled, so that nodes share. */
    private static final double FETCH_LOCKED = 1.0;

    private static final double FETCH_UNLOCKED = 2.0;

    /** What was read and not begun is given back in no time; the handlers have ended by then. */
    private static final Duration TO_GIVE_BACK = Duration.ofSeconds(2);

    /** db-scheduler would delete the rows of tasks that no node knows, which are none of its business here. */
    private static final Duration NEVER = Duration.ofDays(36_500);

    private final Pace pace;
    private final Patience patience;
    private final List<ManagedThreads> threads;
    private final Scheduler scheduler;
    private final Presence presence;

    private Consumers(
            Pace pace, Patience patience, List<ManagedThreads> threads, Scheduler scheduler, Presence presence) {
        this.pace = pace;
        this.patience = patience;
        this.threads = threads;
        this.scheduler = scheduler;
        this.presence = presence;
    }

    /**
     * What rows are handed out of.
     *
     * @param rows the same rows, by this library's own statements
     * @param upkeep what is done with the tables now and then
     */
    public record Source(
            Connections connections,
            Dialect dialect,
            TableName table,
            DatabaseClock clock,
            Rows rows,
            Runnable upkeep) {}

    /** Starts to hand rows out to this node, on threads that are started so. */
    public static Consumers start(
            Source source, Pace pace, String node, TaskReceiver receiver, Consumer<Runnable> startThread) {
        Patience patience = new Patience(pace.untilTakenForDead().minus(pace.heartbeat()));
        int fetched = (int) Math.ceil(pace.consumers() * FETCH_UNLOCKED);
        ManagedThreads work = new ManagedThreads(pace.consumers(), fetched, startThread);
        ManagedThreads due = new ManagedThreads(1, 1, startThread);
        Housekeeping chores = new Housekeeping(CHORES, startThread);
        SchedulerBuilder builder = Scheduler.create(
                        source.connections().source(),
                        new HandOut(source.rows(), receiver, patience, source.clock(), node).task())
                .schedulerName(new SchedulerName.Fixed(node))
                .tableName(source.table().text())
                .jdbcCustomization(source.dialect().customization())
                .serializer(new RawBytes())
                .clock(source.clock())
                .enablePriority()
                .threads(pace.consumers())
                .executorService(work)
                .dueExecutor(due)
                .housekeeperExecutor(chores)
                .pollingInterval(pace.poll())
                .heartbeatInterval(pace.heartbeat())
                .missedHeartbeatsLimit(Pace.MISSED_HEARTBEATS)
                .deleteUnresolvedAfter(NEVER)
                .shutdownMaxWait(TO_GIVE_BACK)
                // what fails is logged where it is known what that means
                .failureLogging(LogLevel.OFF, false);
        Scheduler scheduler = (source.dialect().locksAndFetches()
                        ? builder.pollUsingLockAndFetch(FETCH_WHEN_LEFT, FETCH_LOCKED)
                        : builder.pollUsingFetchAndLockOnExecute(FETCH_WHEN_LEFT, FETCH_UNLOCKED))
                .build();
        Presence presence = new Presence(source.clock(), scheduler);
        scheduler.start();
        Runnable look = () -> {
            presence.look();
            if (!presence.isGone()) {
                source.upkeep().run();
            }
        };
        var unused = chores.scheduleWithFixedDelay(
                look, pace.heartbeat().toMillis(), pace.heartbeat().toMillis(), TimeUnit.MILLISECONDS);
        return new Consumers(pace, patience, List.of(work, due, chores), scheduler, presence);
    }

    /** Looks for rows now, and not at the next poll. */
    public void wake() {
        scheduler.triggerCheckForDueExecutions();
    }

    /** Takes no more rows. */
    public void pause() {
        presence.end();
        scheduler.pause();
    }

    /** Waits until what was taken is removed or stored again. Heartbeats go on until then. */
    public void stop() {
        patience.end();
        scheduler.stop();
        threads.forEach(ManagedThreads::shutdownNow);
    }

    /** How many rows are handled at once. */
    public int number() {
        return pace.consumers();
    }

    /** How many look for rows; none while the database is gone. */
    public int live() {
        return presence.isGone() ? 0 : number();
    }
}
