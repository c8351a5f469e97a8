package org.backgroundtasks.testing.internal.proof;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Says who is at the other end of the client's connection, as far as Linux tells. */
enum Neighbour {
    /** This process. */
    APPLICATION,
    /** Another process, such as a proxy. */
    OTHER,
    UNKNOWN;

    private static final int LOCAL = 1;
    private static final int REMOTE = 2;
    private static final int INODE = 9;

    /** To be asked in the application's process. */
    static Neighbour of(ProbeCall call) {
        try {
            Set<String> inodes = new HashSet<>();
            for (String table : List.of("tcp", "tcp6")) {
                Path file = Path.of("/proc/self/net", table);
                if (Files.isReadable(file)) {
                    Files.readAllLines(file).forEach(line -> {
                        String[] columns = line.strip().split("\\s+", -1);
                        if (hasPort(columns[LOCAL], call.server()) && hasPort(columns[REMOTE], call.client())) {
                            inodes.add("socket:[" + columns[INODE] + ']');
                        }
                    });
                }
            }
            if (inodes.isEmpty()) {
                return UNKNOWN;
            }
            return ownsOneOf(inodes) ? APPLICATION : OTHER;
        } catch (IOException | RuntimeException notLinux) {
            return UNKNOWN;
        }
    }

    private static boolean hasPort(String address, int port) {
        return address.endsWith(String.format(Locale.ROOT, ":%04X", port));
    }

    private static boolean ownsOneOf(Set<String> inodes) throws IOException {
        try (DirectoryStream<Path> open = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path descriptor : open) {
                if (inodes.contains(target(descriptor))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException closedMeanwhile) {
            return "";
        }
    }
}
