package org.backgroundtasks.testing;

import java.util.Objects;
import java.util.concurrent.Callable;
import org.backgroundtasks.testing.internal.Effect;
import org.backgroundtasks.testing.internal.durable.TwoDeliveries;
import org.jspecify.annotations.Nullable;

/**
 * Delivers one durable task twice, as a store may after a crash. {@link TestTasks#deliveredTwice} and {@link TestTasks#cutOff} create
 * it.
 */
public final class RepeatedDelivery {

    private final TwoDeliveries deliveries;

    RepeatedDelivery(TwoDeliveries deliveries) {
        this.deliveries = deliveries;
    }

    /**
     * Delivers the task, delivers it again, and asserts that the second delivery changed nothing. Handlers are called on this thread, with
     * the same {@code TaskContext.id()} and without the delays between attempts.
     *
     * @param effect reads what the handler changes, such as {@code outbox::all} or a query: numbers, texts, records, or
     *     collections, maps and arrays of those. They are copied, so a live list will do.
     * @throws AssertionError if the effect changed, if the first delivery had none, if one of the two ended as a dead letter, or if the
     *     effect could not be read
     * @throws IllegalArgumentException if the effect is of a class without {@code equals}
     */
    public void assertSameEffect(Callable<?> effect) {
        Objects.requireNonNull(effect, "Say how to read the effect");
        Object before = read(effect);
        succeed("first", deliveries.first());
        Object once = read(effect);
        if (Objects.equals(before, once)) {
            throw new AssertionError("The first delivery to " + deliveries.handler()
                    + " changed nothing, so that a second one shows nothing. Before and after it there was " + once
                    + ". Read the effect from where the handler leaves it.");
        }
        succeed("second", deliveries.second());
        Object twice = read(effect);
        if (!Objects.equals(once, twice)) {
            throw new AssertionError(deliveries.handler() + " does not recognise a task that " + deliveries.manner()
                    + ".\n  after the first delivery:  " + once + "\n  after the second delivery: " + twice
                    + "\nHave it check for TaskContext.id(), or for a key of the payload, before it acts.");
        }
    }

    private void succeed(String which, @Nullable Throwable failure) {
        if (failure != null) {
            throw new AssertionError(
                    "The " + which + " delivery to " + deliveries.handler() + " ended as a dead letter: " + failure,
                    failure);
        }
    }

    private static @Nullable Object read(Callable<?> effect) {
        Object seen;
        try {
            seen = effect.call();
        } catch (Exception unreadable) {
            throw new AssertionError("The effect of the handler could not be read: " + unreadable, unreadable);
        }
        return Effect.copyOf(seen);
    }

    @Override
    public String toString() {
        return "a task for " + deliveries.handler() + " that " + deliveries.manner();
    }
}
