package org.backgroundtasks.durable;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Has a {@link TaskHandler} that was renamed or moved also handle the tasks that were stored under its old names.
 *
 * <pre>{@code
 * @ApplicationScoped
 * @Formerly("com.example.mail.MailReceipt")
 * class SendReceipt implements TaskHandler<OrderPlaced> { … }
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Formerly {

    /**
     * Names the class as earlier versions did, as {@link Class#getName()} returned it. No name may be that of another handler.
     *
     * @return the names
     */
    String[] value();
}
