package org.backgroundtasks.it.reliability;

/** How much of something a case does: little in every build, a lot under the profile {@code reliability}. */
final class Size {

    private Size() {}

    static int of(String what) {
        return Integer.parseInt(System.getProperty("reliability." + what));
    }
}
