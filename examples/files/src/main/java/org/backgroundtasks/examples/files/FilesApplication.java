package org.backgroundtasks.examples.files;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

@ApplicationPath("/")
public class FilesApplication extends Application {}
