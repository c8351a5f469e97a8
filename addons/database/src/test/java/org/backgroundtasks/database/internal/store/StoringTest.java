package org.backgroundtasks.database.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.backgroundtasks.durable.DurableTask;
import org.backgroundtasks.durable.DurableTasks;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;

@DisplayName("C-54 A durable task that is added to a database")
@Timeout(120)
class StoringTest {

    private static final Class<?>[] BEANS = {Orders.Note.class, Orders.Fail.class};

    @BeforeEach
    void forget() {
        Orders.Note.HANDLED.clear();
    }

    @OnEachDatabase
    @DisplayName("is a row when the response has its status")
    void rowBeforeResponse(TestDatabase.Kind kind) {
        try (TestDatabase database = TestDatabase.of(kind);
                Node node = Node.storing(database, Orders.class, BEANS)) {
            String id = node.post("orders/note/1").body();
            assertThat(database.query("select task_instance from background_tasks"))
                    .containsExactly(id);
            assertThat(database.query("select handler from background_tasks"))
                    .containsExactly(Orders.Note.class.getName());
        }
    }

    @OnEachDatabase
    @DisplayName("is no row when the request has failed")
    void noRowAfterFailure(TestDatabase.Kind kind) {
        try (TestDatabase database = TestDatabase.of(kind);
                Node node = Node.storing(database, Orders.class, BEANS)) {
            assertThat(node.post("orders/conflict").statusCode()).isEqualTo(409);
            assertThat(database.waiting()).isZero();
        }
    }

    @OnEachDatabase
    @DisplayName("answers the request with 503 if the table refuses one of three, and stores none of them")
    void unavailable(TestDatabase.Kind kind) {
        try (TestDatabase database = TestDatabase.of(kind);
                Node node = Node.storing(database, Orders.class, BEANS)) {
            database.execute("create table only_two (n int)");
            database.execute(
                    "alter table background_tasks add constraint two check (task_data is null or priority < 50)");
            assertThat(node.post("orders/three").statusCode()).isEqualTo(503);
            assertThat(database.waiting()).isZero();
            database.execute("alter table background_tasks drop constraint two");
            assertThat(node.post("orders/three").statusCode()).isEqualTo(202);
            assertThat(database.waiting()).isEqualTo(3);
        }
    }

    @OnEachDatabase
    @DisplayName("outside a request is a row when add returns, and none when it was taken back")
    void takenBack(TestDatabase.Kind kind) {
        try (TestDatabase database = TestDatabase.of(kind);
                Node node = Node.storing(database, Orders.class, BEANS)) {
            DurableTask task = node.get(DurableTasks.class).add(Orders.Note.class, new Orders.Placed("1"));
            assertThat(database.waiting()).isOne();
            assertThat(task.cancel()).isTrue();
            assertThat(database.waiting()).isZero();
            assertThat(task.cancel()).isFalse();
        }
    }

    @OnEachDatabase
    @DisplayName("with a delay is due when that is over, by the database's clock")
    void delayed(TestDatabase.Kind kind) {
        try (TestDatabase database = TestDatabase.of(kind);
                Node node = Node.storing(database, Orders.class, BEANS)) {
            node.post("orders/delayed");
            assertThat(database.query("select task_instance from background_tasks where " + kind.isDueBetween(59, 61)))
                    .hasSize(1);
        }
    }
}
