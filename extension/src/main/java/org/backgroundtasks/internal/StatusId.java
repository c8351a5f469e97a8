package org.backgroundtasks.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The last part of the address of a task's status. Whoever knows it may see the status and cancel the task, so it stands nowhere else:
 * look-ups, stores and logs have its {@link #hash}.
 */
public final class StatusId {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int BYTES = 16;

    /** Before the id of a task that a store has, so that no store is asked for others. */
    private static final String STORED = "d";

    private static final Pattern FORM = Pattern.compile(STORED + "?[A-Za-z0-9_-]{22}");

    private final String text;

    private StatusId(String text) {
        this.text = text;
    }

    /** A new one, for a task in process. */
    public static StatusId random() {
        byte[] bits = new byte[BYTES];
        RANDOM.nextBytes(bits);
        return new StatusId(base64(bits));
    }

    /** A new one, for a task that a store has. */
    public static StatusId randomStored() {
        return new StatusId(STORED + random().text);
    }

    /** Reads one from an address; null if it has another form. */
    public static @Nullable StatusId parse(String text) {
        return FORM.matcher(text).matches() ? new StatusId(text) : null;
    }

    /** Whether a store may have its task. */
    public boolean isOfStored() {
        return text.length() > 22;
    }

    /** As it is written in the address, and nowhere else. */
    public String text() {
        return text;
    }

    /** Its SHA-256, in letters, digits, hyphens and underscores: says which status, and lets nobody see it. */
    public String hash() {
        try {
            return base64(MessageDigest.getInstance("SHA-256").digest(text.getBytes(US_ASCII)));
        } catch (NoSuchAlgorithmException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "status " + hash();
    }
}
