package dev.forebay.engine;

import java.util.Map;

/**
 * A queue as the catalog knows it; a snapshot.
 *
 * @param id never used again, also after deletion
 * @param name 1 to 1,024 characters, unique
 * @param createdAt wall-clock ms
 * @param modifiedAt wall-clock ms of the last change of settings
 */
public record QueueInfo(
        int id,
        String name,
        QueueSettings settings,
        Map<String, String> tags,
        long createdAt,
        long modifiedAt) {}
