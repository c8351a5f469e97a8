package org.backgroundtasks.it.durable;

import static java.nio.charset.StandardCharsets.US_ASCII;

import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.BeforeBeanDiscovery;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Objects;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import org.jspecify.annotations.Nullable;

/** The server's connection factory, but its contexts cannot be closed, and to open them takes as many as a case says. */
public final class OwnFactory implements ConnectionFactory {

    /** The archive says in this resource where it is bound, and where the server's is. */
    static final String NAMES = "own-factory.txt";

    private static final long LIMIT_SECONDS = 60;

    private static volatile @Nullable CyclicBarrier meeting;

    private final String real;

    private OwnFactory(String real) {
        this.real = real;
    }

    /** Nobody gets a context any more until so many want one. */
    static void meet(int number) {
        meeting = new CyclicBarrier(number);
    }

    @SuppressWarnings("BanJNDI") // the name comes from the case
    private ConnectionFactory real() {
        try {
            return InitialContext.doLookup(real);
        } catch (NamingException notThere) {
            throw new IllegalStateException(notThere);
        }
    }

    @Override
    public Connection createConnection() throws JMSException {
        return real().createConnection();
    }

    @Override
    public Connection createConnection(String user, String password) throws JMSException {
        return real().createConnection(user, password);
    }

    @Override
    public JMSContext createContext() {
        await();
        return unclosable(real().createContext());
    }

    @Override
    public JMSContext createContext(String user, String password) {
        await();
        return unclosable(real().createContext(user, password));
    }

    @Override
    public JMSContext createContext(String user, String password, int mode) {
        await();
        return unclosable(real().createContext(user, password, mode));
    }

    @Override
    public JMSContext createContext(int mode) {
        await();
        return unclosable(real().createContext(mode));
    }

    private static void await() {
        CyclicBarrier all = meeting;
        try {
            if (all != null) {
                all.await(LIMIT_SECONDS, TimeUnit.SECONDS);
            }
        } catch (InterruptedException | BrokenBarrierException | TimeoutException alone) {
            throw new JMSRuntimeException("Nobody else connects meanwhile", "", alone);
        }
    }

    private static JMSContext unclosable(JMSContext context) {
        return (JMSContext) Proxy.newProxyInstance(
                OwnFactory.class.getClassLoader(), new Class<?>[] {JMSContext.class}, (proxy, method, arguments) -> {
                    Object result;
                    try {
                        result = method.invoke(context, arguments);
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                    if (method.getName().equals("close")) {
                        throw new JMSRuntimeException("The connection was gone when it was to be closed");
                    }
                    return result;
                });
    }

    /** Does what an administrator would. */
    public static final class Binding implements Extension {

        @SuppressWarnings("BanJNDI") // the names come from the case
        void bind(@Observes BeforeBeanDiscovery discovery) throws NamingException, IOException {
            try (InputStream names = Objects.requireNonNull(OwnFactory.class.getResourceAsStream('/' + NAMES))) {
                String[] lines = new String(names.readAllBytes(), US_ASCII).split("\n", -1);
                new InitialContext().rebind(lines[0], new OwnFactory(lines[1]));
            }
        }
    }
}
