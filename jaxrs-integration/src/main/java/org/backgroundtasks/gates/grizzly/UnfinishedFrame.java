package org.backgroundtasks.gates.grizzly;

import java.lang.reflect.Method;
import org.glassfish.grizzly.Buffer;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.http2.Http2Session;
import org.jspecify.annotations.Nullable;

/** The bytes of a frame of HTTP/2 that have come without the rest of it. By reflection: Grizzly keeps them to itself. */
final class UnfinishedFrame {

    private final Method toBytes;
    private final Object parsed;

    private UnfinishedFrame(Method toBytes, Object parsed) {
        this.toBytes = toBytes;
        this.parsed = parsed;
    }

    /** Fails if this is not the Grizzly that it was written for. */
    static UnfinishedFrame of(Connection<?> connection) throws ReflectiveOperationException {
        Class<?> states = Class.forName(
                Http2Session.class.getPackageName() + ".Http2State", false, Http2Session.class.getClassLoader());
        Object state = opened(states, "get", Connection.class).invoke(null, connection);
        Object parsing = opened(states, "getFrameParsingState").invoke(state);
        Object parsed = opened(parsing.getClass(), "parsingResult").invoke(parsing);
        return new UnfinishedFrame(opened(parsed.getClass(), "remainder"), parsed);
    }

    private static Method opened(Class<?> type, String name, Class<?>... parameters) throws NoSuchMethodException {
        Method method = type.getDeclaredMethod(name, parameters);
        method.setAccessible(true);
        return method;
    }

    /** For the thread that reads, before it reads what follows; null or empty if there are none. */
    @Nullable
    Buffer bytes() throws ReflectiveOperationException {
        return (Buffer) toBytes.invoke(parsed);
    }
}
