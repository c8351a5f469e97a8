package org.backgroundtasks.internal.engine;

import java.lang.reflect.Proxy;
import java.util.Hashtable;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.naming.Context;
import javax.naming.NameNotFoundException;
import javax.naming.spi.InitialContextFactory;

/** Is a naming service for the time of a test. As on Tomcat, the context class loader decides whether a thread sees names. */
public final class FindingsNaming implements InitialContextFactory {

    private static final Map<String, Object> BOUND = new ConcurrentHashMap<>();

    static void bind(String name, Object object) {
        System.setProperty(Context.INITIAL_CONTEXT_FACTORY, FindingsNaming.class.getName());
        BOUND.put(name, object);
    }

    static void clear() {
        BOUND.clear();
        System.clearProperty(Context.INITIAL_CONTEXT_FACTORY);
    }

    /** A thread of a library that knows nothing of the application: it sees no names. */
    static Thread foreignThread(Runnable action) {
        Thread thread = new Thread(action, "foreign");
        thread.setContextClassLoader(ClassLoader.getPlatformClassLoader());
        thread.start();
        return thread;
    }

    @Override
    public Context getInitialContext(Hashtable<?, ?> environment) {
        return (Context) Proxy.newProxyInstance(
                FindingsNaming.class.getClassLoader(), new Class<?>[] {Context.class}, (proxy, method, arguments) -> {
                    if (!method.getName().equals("lookup")) {
                        return null;
                    }
                    Object found = BOUND.get(arguments[0].toString());
                    if (found == null) {
                        throw new NameNotFoundException(arguments[0].toString());
                    }
                    return found;
                });
    }
}
