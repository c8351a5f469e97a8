package org.backgroundtasks.examples.orders;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.Destination;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSProducer;
import java.util.Hashtable;
import javax.naming.Context;
import javax.naming.NamingException;
import javax.naming.spi.InitialContextFactory;
import org.apache.activemq.artemis.jndi.ActiveMQInitialContextFactory;

/** The broker's JNDI, with a connection factory whose sessions pass the boundaries. */
public final class DoomedBroker implements InitialContextFactory {

    @Override
    public Context getInitialContext(Hashtable<?, ?> environment) throws NamingException {
        Context real = new ActiveMQInitialContextFactory().getInitialContext(environment);
        return Calls.proxy(Context.class, (proxy, method, arguments) -> {
            Object found = Calls.invoke(real, method, arguments);
            return found instanceof ConnectionFactory factory ? factory(factory) : found;
        });
    }

    private static ConnectionFactory factory(ConnectionFactory real) {
        return Calls.proxy(ConnectionFactory.class, (proxy, method, arguments) -> {
            Object made = Calls.invoke(real, method, arguments);
            // one with a mode is for receiving, and one without for sessions of its own, in which tasks are added
            return made instanceof JMSContext context
                    ? new Session(context, arguments != null ? Session.Use.RECEIVING : Session.Use.CONNECTION).proxy()
                    : made;
        });
    }

    private static final class Session {

        enum Use {
            CONNECTION,
            ADDING,
            RECEIVING
        }

        private final JMSContext real;
        private final Use use;
        private boolean sentAgain;
        private boolean sentDead;

        Session(JMSContext real, Use use) {
            this.real = real;
            this.use = use;
        }

        JMSContext proxy() {
            return Calls.proxy(JMSContext.class, (proxy, method, arguments) -> switch (method.getName()) {
                case "createContext" ->
                    new Session((JMSContext) Calls.invoke(real, method, arguments), Use.ADDING).proxy();
                case "createProducer" -> producer(real.createProducer());
                case "createConsumer" -> consumer((JMSConsumer) Calls.invoke(real, method, arguments));
                case "commit" -> {
                    commit();
                    yield null;
                }
                default -> Calls.invoke(real, method, arguments);
            });
        }

        private JMSProducer producer(JMSProducer producer) {
            return Calls.proxy(JMSProducer.class, (proxy, method, arguments) -> {
                if (!method.getName().equals("send") || arguments == null) {
                    Object result = Calls.invoke(producer, method, arguments);
                    return result == producer ? proxy : result;
                }
                beforeSending(arguments[0]);
                Calls.invoke(producer, method, arguments);
                if (use == Use.ADDING) {
                    Boundary.AFTER_SENDING.pass();
                }
                return proxy;
            });
        }

        private void beforeSending(Object destination) {
            if (use == Use.ADDING) {
                Boundary.BEFORE_SENDING.pass();
            } else if (((Destination) destination).toString().contains("dead")) {
                sentDead = true;
            } else {
                sentAgain = true;
            }
        }

        private JMSConsumer consumer(JMSConsumer consumer) {
            return Calls.proxy(JMSConsumer.class, (proxy, method, arguments) -> {
                Object received = Calls.invoke(consumer, method, arguments);
                if (received != null && method.getName().startsWith("receive")) {
                    Boundary.AFTER_TAKING.pass();
                }
                return received;
            });
        }

        private void commit() {
            if (use == Use.ADDING) {
                Boundary.BEFORE_COMMIT.pass();
                real.commit();
                Boundary.AFTER_COMMIT.pass();
                return;
            }
            (sentDead
                            ? Boundary.BEFORE_DEAD_LETTER
                            : sentAgain ? Boundary.BEFORE_STORING_AGAIN : Boundary.BEFORE_ACKNOWLEDGEMENT)
                    .pass();
            real.commit();
            (sentDead
                            ? Boundary.AFTER_DEAD_LETTER
                            : sentAgain ? Boundary.AFTER_STORING_AGAIN : Boundary.AFTER_ACKNOWLEDGEMENT)
                    .pass();
            sentDead = false;
            sentAgain = false;
        }
    }
}
