package org.backgroundtasks.internal.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.AbstractSet;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.backgroundtasks.internal.task.Task;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("E-10 The ledgers that have unfinished tasks")
@Timeout(60)
class OpenLedgersTest {

    private static final class Member implements OpenLedgers.Member {
        @Override
        public List<Task> unfinished() {
            return List.of();
        }
    }

    /** Says of itself what ConcurrentHashMap may say of itself for a moment, while others add and remove, but at all times. */
    private static final class NeverSure extends AbstractSet<OpenLedgers.Member> {
        private final int size;
        private final Set<OpenLedgers.Member> members = new HashSet<>();

        NeverSure(int size) {
            this.size = size;
        }

        @Override
        public int size() {
            return size;
        }

        @Override
        public boolean add(OpenLedgers.Member member) {
            return members.add(member);
        }

        @Override
        public boolean remove(Object member) {
            return members.remove(member);
        }

        @Override
        public Iterator<OpenLedgers.Member> iterator() {
            return members.iterator();
        }
    }

    @Test
    @DisplayName("E-10 C-41 are not said to be none by a concurrent set that seems to be empty, as it may for a moment")
    void setSeemsEmpty() throws Exception {
        OpenLedgers open = new OpenLedgers(new NeverSure(0));
        Member one = new Member();
        open.opened(one);
        assertThat(open.awaitAtMost(0, Duration.ZERO)).isFalse();
        open.closed(one);
        assertThat(open.awaitAtMost(0, Duration.ZERO)).isTrue();
    }

    @Test
    @DisplayName("E-10 C-41 are said to be none although a concurrent set seems to have one, as it may for a moment")
    void setSeemsToHaveOne() throws Exception {
        OpenLedgers open = new OpenLedgers(new NeverSure(1));
        assertThat(open.awaitAtMost(0, Duration.ZERO)).isTrue();
    }

    @Test
    @DisplayName(
            "C-32 are waited for until no more are open than a task that stops its own application keeps open itself")
    void atMost() throws Exception {
        OpenLedgers open = new OpenLedgers();
        Member own = new Member();
        Member other = new Member();
        open.opened(own);
        assertThat(open.awaitAtMost(1, Duration.ZERO)).isTrue();
        open.opened(other);
        assertThat(open.awaitAtMost(1, Duration.ZERO)).isFalse();
        CountDownLatch asked = new CountDownLatch(1);
        CompletableFuture<Boolean> waiting = CompletableFuture.supplyAsync(() -> {
            asked.countDown();
            try {
                return open.awaitAtMost(1, Duration.ofDays(300_000));
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
            }
        });
        asked.await();
        open.closed(other);
        assertThat(waiting.join()).isTrue();
    }
}
