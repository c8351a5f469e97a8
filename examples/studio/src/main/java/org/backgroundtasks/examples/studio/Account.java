package org.backgroundtasks.examples.studio;

/**
 * An account.
 *
 * @param welcomed whether its mail is sent
 */
public record Account(String email, String name, boolean welcomed) {}
