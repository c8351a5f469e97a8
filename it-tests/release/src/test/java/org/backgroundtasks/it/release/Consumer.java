package org.backgroundtasks.it.release;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A user's application: the snippet of the README, and what it takes to make a WAR of it. */
final class Consumer {

    private static final Pattern SNIPPET = Pattern.compile("```java\n(@Path\\(.*?)```", Pattern.DOTALL);

    private static final String POM = """
            <project xmlns="http://maven.apache.org/POM/4.0.0">
              <modelVersion>4.0.0</modelVersion>
              <groupId>com.example</groupId>
              <artifactId>consumer</artifactId>
              <version>1</version>
              <packaging>war</packaging>
              <properties>
                <maven.compiler.release>17</maven.compiler.release>
                <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
              </properties>
              <dependencyManagement>
                <dependencies>
                  <dependency>
                    <groupId>org.backgroundtasks</groupId>
                    <artifactId>background-tasks-bom</artifactId>
                    <version>%s</version>
                    <type>pom</type>
                    <scope>import</scope>
                  </dependency>
                </dependencies>
              </dependencyManagement>
              <dependencies>
                <dependency>
                  <groupId>org.backgroundtasks</groupId>
                  <artifactId>background-tasks</artifactId>
                </dependency>
                <dependency>
                  <groupId>jakarta.platform</groupId>
                  <artifactId>jakarta.jakartaee-api</artifactId>
                  <version>%s</version>
                  <scope>provided</scope>
                </dependency>
              </dependencies>
              <repositories>
                <repository>
                  <id>bundle</id>
                  <url>%s</url>
                </repository>
                <repository>
                  <!-- everything but ours, if it has been fetched before -->
                  <id>fetched</id>
                  <url>%s</url>
                </repository>
              </repositories>
              <pluginRepositories>
                <pluginRepository>
                  <id>fetched</id>
                  <url>%s</url>
                </pluginRepository>
              </pluginRepositories>
              <build>
                <finalName>consumer</finalName>
                <plugins>
                  <plugin>
                    <artifactId>maven-compiler-plugin</artifactId>
                    <version>3.16.0</version>
                  </plugin>
                  <plugin>
                    <artifactId>maven-resources-plugin</artifactId>
                    <version>3.5.0</version>
                  </plugin>
                  <plugin>
                    <artifactId>maven-war-plugin</artifactId>
                    <version>3.5.1</version>
                    <configuration>
                      <failOnMissingWebXml>false</failOnMissingWebXml>
                    </configuration>
                  </plugin>
                </plugins>
              </build>
            </project>
            """;

    private static final String IMPORTS = """
            import jakarta.enterprise.context.RequestScoped;
            import jakarta.inject.Inject;
            import jakarta.ws.rs.POST;
            import jakarta.ws.rs.Path;
            import jakarta.ws.rs.PathParam;
            import jakarta.ws.rs.Produces;
            import jakarta.ws.rs.core.MediaType;
            import java.util.Map;
            import org.backgroundtasks.BackgroundTasks;

            """;

    private static final String NOTIFICATIONS = """
            final class Notifications {

                private Notifications() {}

                static void write(String email, String message) {
                    System.getLogger("notifications").log(System.Logger.Level.INFO, "notification for " + email + ": " + message);
                }
            }
            """;

    private static final String APPLICATION = """
            import jakarta.ws.rs.ApplicationPath;
            import jakarta.ws.rs.core.Application;

            @ApplicationPath("/")
            public class RestApplication extends Application {}
            """;

    private final Path directory;

    private Consumer(Path directory) {
        this.directory = directory;
    }

    static Consumer write(Path directory, Path readme, Path bundle) throws IOException {
        Path sources = Files.createDirectories(directory.resolve("src/main/java/com/example"));
        Matcher snippet = SNIPPET.matcher(Files.readString(readme));
        if (!snippet.find()) {
            throw new AssertionError("The README has no resource that adds a task");
        }
        write(sources, "NotificationResource", IMPORTS + snippet.group(1));
        write(sources, "Notifications", NOTIFICATIONS);
        write(sources, "RestApplication", APPLICATION);
        Files.writeString(
                directory.resolve("pom.xml"),
                POM.formatted(
                        Sources.VERSION,
                        System.getProperty("release.jakartaee"),
                        bundle.toUri(),
                        Maven.REPOSITORY.toUri(),
                        Maven.REPOSITORY.toUri()));
        return new Consumer(directory);
    }

    private static void write(Path sources, String type, String text) throws IOException {
        Files.writeString(sources.resolve(type + ".java"), "package com.example;\n\n" + text);
    }

    /** Builds it with a repository that is empty before. */
    Path build() throws IOException, InterruptedException {
        Maven.run(directory, directory.resolve("repository"), Map.of(), List.of("package"))
                .expectSuccess();
        return directory.resolve("target/consumer.war");
    }
}
