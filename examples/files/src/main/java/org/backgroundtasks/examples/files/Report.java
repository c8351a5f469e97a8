package org.backgroundtasks.examples.files;

/**
 * What was found in a file.
 *
 * @param name the file's name, as it is safe to show
 * @param lines its lines; a last one without a line feed is one, too
 * @param words its words
 * @param bytes its size
 * @param sha256 its fingerprint, in hexadecimal digits
 */
public record Report(String name, long lines, long words, long bytes, String sha256) {}
