package org.backgroundtasks.database.internal.node;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.backgroundtasks.database.internal.jdbc.Connections;
import org.backgroundtasks.database.internal.jdbc.DatabaseClock;
import org.backgroundtasks.database.internal.schema.Dialect;
import org.backgroundtasks.database.internal.schema.TableName;
import org.backgroundtasks.spi.BackgroundTasksEngine;
import org.backgroundtasks.spi.LogText;
import org.backgroundtasks.status.spi.Node;
import org.backgroundtasks.status.spi.Node.State;
import org.jspecify.annotations.Nullable;

/** This process as one of the nodes, and a look at the others. Thread-safe. */
public final class Membership {

    private static final Logger LOG = System.getLogger("org.backgroundtasks.database");

    /** For operators to see that they were there. */
    private static final Duration DEAD_ARE_LISTED = Duration.ofDays(1);

    private static final int LONGEST_HOST = 255;
    private static final int LONGEST_VERSION = 50;

    private final BackgroundTasksEngine engine;
    private final DatabaseClock clock;
    private final NodeRows rows;
    private final Duration untilTakenForDead;
    private final String name;
    private final Instant started;
    private boolean gone;
    private boolean left;

    /**
     * Prepares a node.
     *
     * @param table that of nodes
     * @param untilTakenForDead how long it lives without a heartbeat
     */
    public Membership(
            BackgroundTasksEngine engine,
            Connections connections,
            TableName table,
            Dialect dialect,
            DatabaseClock clock,
            Duration untilTakenForDead) {
        this.engine = engine;
        this.clock = clock;
        this.rows = new NodeRows(connections, table, dialect, clock);
        this.untilTakenForDead = untilTakenForDead;
        this.name = NodeName.of(engine);
        this.started = clock.now();
    }

    /** What rows of this node say. */
    public String name() {
        return name;
    }

    /** Says that this node lives. Throws nothing: a database that is gone is asked again. */
    public synchronized void beat() {
        if (left) {
            return;
        }
        try {
            var unused = clock.adjust();
            rows.beat(self(), untilTakenForDead);
            rows.removeDead(DEAD_ARE_LISTED);
            if (gone) {
                gone = false;
                LOG.log(Level.INFO, "The database accepts the heartbeats of this node again");
            }
        } catch (SQLException | RuntimeException refusal) {
            if (!gone) {
                gone = true;
                LOG.log(
                        Level.WARNING,
                        "The database refuses the heartbeat of this node. Other nodes consider it dead in {0}: {1}",
                        LogText.duration(untilTakenForDead),
                        refusal.toString());
            }
        }
    }

    private Node self() {
        Instant now = clock.now();
        return new Node(
                name,
                shortened(NodeName.host(), LONGEST_HOST),
                version(),
                engine.isStopping() ? State.STOPPING : State.RUNNING,
                started,
                // the clock may just have been put back a little
                now.isBefore(started) ? started : now,
                engine.monitor().waiting(),
                engine.monitor().running());
    }

    private static @Nullable String version() {
        String version = Membership.class.getPackage().getImplementationVersion();
        return version == null ? null : shortened(version, LONGEST_VERSION);
    }

    private static String shortened(String text, int most) {
        return text.substring(0, Math.min(text.length(), most));
    }

    /** All nodes, the oldest first. */
    public List<Node> all() throws SQLException {
        return rows.all();
    }

    /** Is no node any more. */
    public synchronized void leave() {
        left = true;
        try {
            rows.remove(name);
        } catch (SQLException | RuntimeException refusal) {
            LOG.log(Level.DEBUG, "This node could not sign off in the database, and is listed as dead", refusal);
        }
    }
}
