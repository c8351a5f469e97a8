package org.backgroundtasks.gates.servlet;

import jakarta.enterprise.context.ContextNotActiveException;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.context.spi.Context;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/** The request that the container is serving on this thread, as the container itself made it. */
public final class CurrentServletRequest {

    private final BeanManager beans;
    private final Bean<HttpServletRequest> bean;
    /** Whether what the bean yields is a proxy. */
    private final boolean lends;

    /** Found once: to look through the methods of a class is to copy them all. */
    private volatile @Nullable Method original;

    private CurrentServletRequest(BeanManager beans, Bean<HttpServletRequest> bean, boolean lends) {
        this.beans = beans;
        this.bean = bean;
        this.lends = lends;
    }

    /** Null where the CDI container does not know servlet requests. */
    public static @Nullable CurrentServletRequest of(BeanManager beans) {
        return of(beans, beans.getClass().getName().startsWith("org.apache.webbeans."));
    }

    @SuppressWarnings("unchecked")
    static @Nullable CurrentServletRequest of(BeanManager beans, boolean lends) {
        Bean<?> bean = beans.resolve(beans.getBeans(HttpServletRequest.class));
        return bean == null ? null : new CurrentServletRequest(beans, (Bean<HttpServletRequest>) bean, lends);
    }

    /** Null outside a servlet request. Asks the context, since an injected reference is a proxy that hides the request. */
    @Nullable
    HttpServletRequest find() {
        try {
            HttpServletRequest request =
                    beans.getContext(bean.getScope()).get(bean, beans.createCreationalContext(bean));
            return request == null || isEmpty(request) ? null : original(request);
        } catch (ContextNotActiveException | IllegalStateException noServletRequest) {
            return null;
        }
    }

    /** OpenWebBeans lends a request on any thread, behind which there may be none. */
    private static boolean isEmpty(HttpServletRequest request) {
        try {
            return request.getMethod() == null;
        } catch (RuntimeException nothingBehindIt) {
            return true;
        }
    }

    /** What OpenWebBeans lends is a proxy; its request context has the container's own. */
    private HttpServletRequest original(HttpServletRequest request) {
        if (!lends) {
            return request;
        }
        Context context = beans.getContext(RequestScoped.class);
        try {
            Method way = original;
            if (way == null || way.getDeclaringClass() != context.getClass()) {
                way = context.getClass().getMethod("getServletRequest");
                original = way;
            }
            return way.invoke(context) instanceof HttpServletRequest found ? found : request;
        } catch (ReflectiveOperationException otherContainer) {
            return request;
        }
    }
}
