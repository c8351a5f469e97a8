package org.backgroundtasks.spi;

/**
 * Says where a task was added.
 *
 * @param method the HTTP method of the request, empty outside a request
 * @param path the path as the client sent it, with the context root and without the query, empty outside a request
 * @param code class and method that added the task outside a request, such as {@code OrderListener.onMessage}, else empty
 */
public record Origin(String method, String path, String code) {

    /** Represents an unknown place. */
    public static final Origin UNKNOWN = new Origin("", "", "");

    /**
     * Returns the origin of a request's tasks.
     *
     * @param method the HTTP method
     * @param path the path as the client sent it
     * @return the origin
     */
    public static Origin ofRequest(String method, String path) {
        return new Origin(method, path, "");
    }

    /** Returns the request line without the query, or the code; empty if neither is known. */
    @Override
    public String toString() {
        return path.isEmpty() ? code : method + ' ' + path;
    }
}
