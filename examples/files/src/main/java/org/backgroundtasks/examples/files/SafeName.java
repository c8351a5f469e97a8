package org.backgroundtasks.examples.files;

/** A name that is safe to show and to log. No file is ever called by it. */
final class SafeName {

    private static final int LONGEST = 100;

    private SafeName() {}

    static String of(String name) {
        String last = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
        String safe = last.replaceAll("[^\\p{L}\\p{N}._ -]", "_");
        safe = safe.substring(0, Math.min(safe.length(), LONGEST));
        return safe.matches("[. ]*") ? "unnamed" : safe;
    }
}
