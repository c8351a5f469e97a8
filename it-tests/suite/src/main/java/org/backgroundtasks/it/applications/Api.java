package org.backgroundtasks.it.applications;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** The JAX-RS application of most archives: all there is, below {@value #PATH}. */
@ApplicationPath(Api.PATH)
public class Api extends Application {

    /** The path below the archive's context root. */
    public static final String PATH = "api";
}
