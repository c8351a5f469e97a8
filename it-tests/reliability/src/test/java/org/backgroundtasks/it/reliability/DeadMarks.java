package org.backgroundtasks.it.reliability;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import jakarta.json.Json;
import java.io.IOException;
import java.io.StringReader;

/** Receives the dead letters of {@link Marks}, by the deployment descriptor, and leaves their causes. */
public class DeadMarks implements MessageListener {

    @Override
    public void onMessage(Message message) {
        try {
            String file = Json.createReader(new StringReader(message.getBody(String.class)))
                    .readObject()
                    .getString("file");
            Marks.leave(file, "dead: " + message.getStringProperty("taskCause"));
        } catch (JMSException | IOException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
