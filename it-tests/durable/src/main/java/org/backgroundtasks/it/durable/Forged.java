package org.backgroundtasks.it.durable;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.lang.reflect.Field;
import java.util.Hashtable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Writes what the API of Jakarta Messaging refuses to write, and what other clients of a broker can. */
final class Forged {

    /** The first byte says that there is a text, and the others that it is a million bytes long. */
    private static final byte[] CUT_SHORT = {1, 0, 15, 66, 64};

    private static final byte TEXT_OF_ARTEMIS = 3;

    private Forged() {}

    /** Sets a property, whatever its name; with another broker than WildFly's and Payara's, if that allows the name. */
    static void set(Message message, String property, String value) throws ReflectiveOperationException, JMSException {
        if (isOfArtemis(message)) {
            Object core = core(message);
            core.getClass()
                    .getMethod("putStringProperty", String.class, String.class)
                    .invoke(core, property, value);
        } else {
            Hashtable<String, Object> properties = propertiesOfOpenMq(message);
            if (properties != null) {
                properties.put(property, value);
            } else {
                message.setStringProperty(property, value);
            }
        }
    }

    /** A message with a body that is no text; with Artemis it says that it is one. */
    static Message garbled(JMSContext context) throws ReflectiveOperationException, JMSException {
        BytesMessage message = context.createBytesMessage();
        message.writeBytes(CUT_SHORT);
        if (isOfArtemis(message)) {
            Object core = core(message);
            core.getClass().getMethod("setType", byte.class).invoke(core, TEXT_OF_ARTEMIS);
        }
        return message;
    }

    private static boolean isOfArtemis(Message message) {
        return Stream.of(message.getClass().getMethods())
                .anyMatch(method -> method.getName().equals("getCoreMessage"));
    }

    private static Object core(Message message) throws ReflectiveOperationException {
        return message.getClass().getMethod("getCoreMessage").invoke(message);
    }

    @SuppressWarnings({"unchecked", "JdkObsolete"}) // as it is there
    private static @Nullable Hashtable<String, Object> propertiesOfOpenMq(Message message)
            throws ReflectiveOperationException {
        for (Class<?> type = message.getClass(); type != null; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (field.getName().equals("properties") && field.getType() == Hashtable.class) {
                    field.setAccessible(true);
                    if (field.get(message) == null) {
                        field.set(message, new Hashtable<>());
                    }
                    return (Hashtable<String, Object>) field.get(message);
                }
            }
        }
        return null;
    }
}
