package org.backgroundtasks.examples.notifications;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

@ApplicationPath("/")
public class NotificationsApplication extends Application {}
