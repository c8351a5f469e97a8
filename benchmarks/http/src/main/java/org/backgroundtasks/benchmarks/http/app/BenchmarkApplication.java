package org.backgroundtasks.benchmarks.http.app;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** Serves whatever resources are in the archive. */
@ApplicationPath("/")
public class BenchmarkApplication extends Application {}
