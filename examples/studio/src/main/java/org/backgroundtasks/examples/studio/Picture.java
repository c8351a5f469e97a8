package org.backgroundtasks.examples.studio;

import java.util.List;

/**
 * An uploaded picture.
 *
 * @param widths of its thumbnails
 */
public record Picture(String id, String name, List<Integer> widths) {}
