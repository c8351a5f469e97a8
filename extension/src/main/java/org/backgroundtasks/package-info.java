/**
 * Runs work after the response is complete: a mail, a thumbnail, an audit record.
 *
 * <p>Inject {@link org.backgroundtasks.BackgroundTasks}, add a function and its arguments, and return:
 *
 * <pre>{@code
 * @Path("orders/{article}")
 * @RequestScoped
 * public class OrderResource {
 *
 *     @Inject
 *     BackgroundTasks tasks;
 *
 *     @Inject
 *     Mailer mailer;
 *
 *     @POST
 *     public String order(@PathParam("article") String article, @QueryParam("email") String email) {
 *         tasks.named("confirmation").add(mailer::confirm, email, article);
 *         return "Thank you";
 *     }
 * }
 * }</pre>
 *
 * <p>The server sends the response first. If its status is below 400, the mail follows, on a thread of the server's managed
 * executor and in a request scope of its own.
 *
 * <p>A task's life is <em>added → held → released → run → reported</em>. {@link org.backgroundtasks.TaskEvent} reports each turn as
 * a CDI event, {@link org.backgroundtasks.BackgroundTasksMonitor} counts, {@link org.backgroundtasks.TaskContext} is for the code
 * inside a task.
 */
@NullMarked
package org.backgroundtasks;

import org.jspecify.annotations.NullMarked;
