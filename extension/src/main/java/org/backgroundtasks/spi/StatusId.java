package org.backgroundtasks.spi;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Represents the last part of the address of a task's status. Whoever has it may see the status and cancel the task, so it appears
 * nowhere else: look-ups, stores and logs use its {@link #hash}.
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

    /**
     * Makes an id for a task in process.
     *
     * @return a new id
     */
    public static StatusId random() {
        byte[] bits = new byte[BYTES];
        RANDOM.nextBytes(bits);
        return new StatusId(base64(bits));
    }

    /**
     * Makes an id for a task that a store has.
     *
     * @return a new id
     */
    public static StatusId randomStored() {
        return new StatusId(STORED + random().text);
    }

    /**
     * Reads an id from an address.
     *
     * @param text the last part of the address
     * @return null if it has another form
     */
    public static @Nullable StatusId parse(String text) {
        return FORM.matcher(text).matches() ? new StatusId(text) : null;
    }

    /**
     * Returns whether a store may have the task.
     *
     * @return false for a task in process
     */
    public boolean isOfStored() {
        return text.length() > 22;
    }

    /**
     * Returns the id as it is written in the address, and nowhere else.
     *
     * @return the secret
     */
    public String text() {
        return text;
    }

    /**
     * Returns the SHA-256 of the id, which says which status it is and opens none.
     *
     * @return letters, digits, hyphens and underscores
     */
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

    /** Returns a text without the secret. */
    @Override
    public String toString() {
        return "status " + hash();
    }
}
