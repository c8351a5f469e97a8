package org.backgroundtasks.it.release;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** What is in a bundle. */
final class BundleFiles {

    private BundleFiles() {}

    /** Unpacks a bundle and returns the SHA-256 of each file by its path. */
    static SortedMap<String, String> unpack(Path bundle, Path directory) throws IOException, NoSuchAlgorithmException {
        SortedMap<String, String> digests = new TreeMap<>();
        try (InputStream file = Files.newInputStream(bundle);
                ZipInputStream zip = new ZipInputStream(file)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path path = directory.resolve(entry.getName());
                Files.createDirectories(path.getParent());
                MessageDigest digest = MessageDigest.getInstance("SHA-256");
                Files.copy(new DigestInputStream(zip, digest), path);
                digests.put(entry.getName(), HexFormat.of().formatHex(digest.digest()));
            }
        }
        return digests;
    }
}
