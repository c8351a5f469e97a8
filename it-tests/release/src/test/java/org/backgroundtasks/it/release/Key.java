package org.backgroundtasks.it.release;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

/** A key that is made for a test, in a key ring of its own. */
final class Key {

    static final String NAME = "a-releaser@background-tasks.example";

    private final Path ring;

    private Key(Path ring) {
        this.ring = ring;
    }

    static Key make(Path parent) throws IOException, InterruptedException {
        // not below target: the path of gpg's socket has a limit
        Path ring = Files.createTempDirectory(
                "gpg", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Key key = new Key(ring);
        key.gpg(parent, "--batch", "--passphrase", "", "--quick-generate-key", NAME, "default", "sign", "never")
                .expectSuccess();
        return key;
    }

    Map<String, String> environment() {
        return Map.of("GNUPGHOME", ring.toString());
    }

    Program verify(Path signature, Path file) throws IOException, InterruptedException {
        return gpg(file.getParent(), "--batch", "--verify", signature.toString(), file.toString());
    }

    private Program gpg(Path directory, String... arguments) throws IOException, InterruptedException {
        List<String> command = new java.util.ArrayList<>(List.of("gpg"));
        command.addAll(List.of(arguments));
        return Program.run(directory, environment(), command);
    }

    /** Ends the agent that gpg has started. */
    void discard() throws IOException, InterruptedException {
        Program.run(ring, environment(), List.of("gpgconf", "--kill", "gpg-agent"));
    }
}
