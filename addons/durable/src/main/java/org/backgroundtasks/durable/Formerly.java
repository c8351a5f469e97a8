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
     * The names of the class in earlier versions, as {@link Class#getName()} returned them. None may be that of another handler.
     *
     * @return the names
     */
    String[] value();
}
