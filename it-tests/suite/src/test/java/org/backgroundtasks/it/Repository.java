package org.backgroundtasks.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The files of the repository that this module is in, without what a build makes. */
public final class Repository {

    private static final Path ROOT = root();

    private Repository() {}

    private static Path root() {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(directory.resolve(".mvn"))) {
            directory = directory.getParent();
        }
        return directory;
    }

    /**
     * Reads files.
     *
     * @param names a regular expression for their paths from the root, with slashes
     * @return the texts by the paths, at least one
     */
    public static Map<String, String> texts(String names) {
        Map<String, String> texts = new TreeMap<>();
        for (String path : paths()) {
            if (path.matches(names)) {
                texts.put(path, text(path));
            }
        }
        if (texts.isEmpty()) {
            throw new IllegalStateException("No file is named " + names);
        }
        return texts;
    }

    /**
     * Reads a file.
     *
     * @param path its path from the root
     */
    public static String text(String path) {
        try {
            return Files.readString(ROOT.resolve(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Returns whether there is such a file or directory.
     *
     * @param path its path from the root
     */
    public static boolean exists(String path) {
        return Files.exists(ROOT.resolve(path));
    }

    /**
     * Writes a file.
     *
     * @param path its path from the root
     * @param text what it has from then on
     */
    public static void write(String path, String text) {
        try {
            Files.writeString(ROOT.resolve(path), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> paths() {
        Set<String> skipped = Set.of("target", ".git", "node_modules");
        List<String> paths = new ArrayList<>();
        try {
            Files.walkFileTree(ROOT, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                    return skipped.contains(directory.getFileName().toString())
                            ? FileVisitResult.SKIP_SUBTREE
                            : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    paths.add(ROOT.relativize(file).toString().replace('\\', '/'));
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return paths;
    }
}
