package dev.forebay.httpapi;

/** What the headers If-Match and If-None-Match name (RFC 9110, 13.1). */
final class EntityTags {
    private EntityTags() {}

    /** Whether one of the tags, or a star, means something that has this tag. */
    static boolean name(String tags, String etag) {
        for (String tag : tags.split(",", -1)) {
            if (tag.strip().equals("*") || tag.strip().equals(etag)) {
                return true;
            }
        }
        return false;
    }
}
