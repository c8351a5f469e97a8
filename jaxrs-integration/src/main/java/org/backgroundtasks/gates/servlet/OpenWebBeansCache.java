package org.backgroundtasks.gates.servlet;

import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRequestEvent;
import jakarta.servlet.ServletRequestListener;
import java.lang.reflect.Method;

/**
 * Forgets the request-scoped beans that OpenWebBeans left on a thread. It drops them where a request ends, which for an asynchronous
 * one is another thread, and the next request of the first thread would add its tasks to the queue of the last one.
 */
public final class OpenWebBeansCache implements ServletRequestListener {

    private static final String OWNER = "org.apache.webbeans.intercept.RequestScopedBeanInterceptorHandler";

    private final Method forget;

    private OpenWebBeansCache(Method forget) {
        this.forget = forget;
    }

    /** Does nothing where the application has another CDI container. */
    public static void install(ServletContext application) {
        try {
            Class<?> owner = Class.forName(OWNER, false, application.getClassLoader());
            application.addListener(new OpenWebBeansCache(owner.getMethod("removeThreadLocals")));
        } catch (ReflectiveOperationException | LinkageError otherContainer) {
            // which has no such cache
        }
    }

    @Override
    public void requestInitialized(ServletRequestEvent event) {
        try {
            forget.invoke(null);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
