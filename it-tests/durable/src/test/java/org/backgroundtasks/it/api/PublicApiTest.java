package org.backgroundtasks.it.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Member;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.backgroundtasks.BackgroundTasks;
import org.backgroundtasks.database.TableDdl;
import org.backgroundtasks.durable.DurableTasks;
import org.backgroundtasks.durable.spi.TaskStore;
import org.backgroundtasks.embedded.EmbeddedRuntime;
import org.backgroundtasks.spi.BackgroundTasksEngine;
import org.backgroundtasks.spi.operations.StoreOperations;
import org.backgroundtasks.status.TaskStatuses;
import org.backgroundtasks.status.spi.StatusStore;
import org.backgroundtasks.testing.TestTasks;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The public API as text, so that a change of it is a line in a diff. */
@DisplayName("The public API")
class PublicApiTest {

    /** From the module's directory. */
    private static final Path FILE = Path.of("../../docs/public-api.txt");

    /** One class of each package that is API or SPI. */
    private static final List<Class<?>> PACKAGES = List.of(
            BackgroundTasks.class,
            BackgroundTasksEngine.class,
            StoreOperations.class,
            TableDdl.class,
            DurableTasks.class,
            TaskStore.class,
            EmbeddedRuntime.class,
            TaskStatuses.class,
            StatusStore.class,
            TestTasks.class);

    @Test
    @DisplayName("The public API is what docs/public-api.txt says; after a change of it, run with -Dapi.write=true")
    void unchanged() throws Exception {
        StringBuilder text = new StringBuilder();
        for (Class<?> anchor : PACKAGES) {
            append(text, anchor);
        }
        if (Boolean.getBoolean("api.write")) {
            Files.writeString(FILE, text.toString());
        }
        assertThat(text.toString()).isEqualTo(Files.readString(FILE));
    }

    private static void append(StringBuilder text, Class<?> anchor) throws Exception {
        text.append("package ").append(anchor.getPackageName()).append("\n\n");
        for (String name : classNames(anchor)) {
            Class<?> type = Class.forName(name, false, anchor.getClassLoader());
            if (isPublic(type)) {
                text.append(type.toGenericString()).append('\n');
                members(type)
                        .forEach(member -> text.append("    ").append(member).append('\n'));
                text.append('\n');
            }
        }
    }

    private static Set<String> classNames(Class<?> anchor) throws IOException, URISyntaxException {
        URI place = anchor.getProtectionDomain().getCodeSource().getLocation().toURI();
        String folder = anchor.getPackageName().replace('.', '/');
        Path root = Path.of(place);
        if (Files.isDirectory(root)) {
            return classNames(root.resolve(folder), anchor);
        }
        try (FileSystem jar = FileSystems.newFileSystem(root)) {
            return classNames(jar.getPath(folder), anchor);
        }
    }

    private static Set<String> classNames(Path folder, Class<?> anchor) throws IOException {
        Set<String> names = new TreeSet<>();
        try (Stream<Path> files = Files.list(folder)) {
            files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(".class") && !file.equals("package-info.class"))
                    .forEach(file -> names.add(
                            anchor.getPackageName() + '.' + file.substring(0, file.length() - ".class".length())));
        }
        return names;
    }

    private static boolean isPublic(Class<?> type) {
        Class<?> outer = type.getEnclosingClass();
        return Modifier.isPublic(type.getModifiers()) && !type.isAnonymousClass() && (outer == null || isPublic(outer));
    }

    private static Set<String> members(Class<?> type) {
        Set<String> members = new TreeSet<>();
        Stream.of(type.getDeclaredFields())
                .filter(PublicApiTest::isApi)
                .forEach(it -> members.add(it.toGenericString()));
        Stream.of(type.getDeclaredConstructors())
                .filter(PublicApiTest::isApi)
                .forEach(it -> members.add(it.toGenericString()));
        Stream.of(type.getDeclaredMethods())
                .filter(PublicApiTest::isApi)
                .forEach(it -> members.add(it.toGenericString()));
        return members;
    }

    private static boolean isApi(Member member) {
        return !member.isSynthetic() && (member.getModifiers() & (Modifier.PUBLIC | Modifier.PROTECTED)) != 0;
    }
}
