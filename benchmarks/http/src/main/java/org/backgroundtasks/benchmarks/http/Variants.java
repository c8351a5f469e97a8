package org.backgroundtasks.benchmarks.http;

/** Whose work it is. */
final class Variants {

    /** An application with the library. */
    static final String LIBRARY = "library";

    /** The same application without it. */
    static final String NONE = "none";

    /** A second copy of another case: how far the two are apart is what the measurement cannot tell. */
    static final String COPY = "copy";

    /** By hand, with the context of the moment it was made in, and a request scope. */
    static final String HAND = "hand";

    /** By hand, a plain submission. */
    static final String BARE = "bare";

    /** Another framework's own means. */
    static final String PEER = "peer";

    /** The library on the server's default executor. */
    static final String DEFAULT = "library, default executor";

    /** The library on an executor of many threads. */
    static final String SIZED = "library, sized executor";

    private Variants() {}
}
