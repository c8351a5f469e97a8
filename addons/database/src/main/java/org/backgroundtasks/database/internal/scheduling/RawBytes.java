package org.backgroundtasks.database.internal.scheduling;

import com.github.kagkarlsson.scheduler.serializer.Serializer;

/** Leaves the data of rows as it is: what no node can read is to be a dead letter, and not an exception of db-scheduler's. */
final class RawBytes implements Serializer {

    @Override
    public byte[] serialize(Object data) {
        return (byte[]) data;
    }

    @Override
    public <T> T deserialize(Class<T> type, byte[] data) {
        return type.cast(data);
    }
}
