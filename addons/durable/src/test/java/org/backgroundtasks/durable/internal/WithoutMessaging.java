package org.backgroundtasks.durable.internal;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** All classes anew, but none of Jakarta Messaging, as on a server of the Web Profile. */
public final class WithoutMessaging extends URLClassLoader {

    public WithoutMessaging() throws MalformedURLException {
        super(classPath(), ClassLoader.getPlatformClassLoader());
    }

    private static URL[] classPath() throws MalformedURLException {
        List<URL> path = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            path.add(new File(entry).toURI().toURL());
        }
        return path.toArray(URL[]::new);
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        if (name.startsWith("jakarta.jms.")) {
            throw new ClassNotFoundException(name);
        }
        return super.findClass(name);
    }

    /** Runs one of the test's classes, made anew. */
    public String call(Class<?> application) throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(this);
        try {
            return (String) ((Callable<?>)
                            loadClass(application.getName()).getConstructor().newInstance())
                    .call();
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
