package org.backgroundtasks.examples.studio;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

@ApplicationPath("/")
public class StudioApplication extends Application {}
