package dev.forebay.access;

import dev.forebay.access.vhost.Vhost;

/**
 * Names by a pattern, in which {@code *} stands for any run of characters and {@code ?} for one.
 */
public final class NamePattern {
    private NamePattern() {}

    /** Time grows with the product of both lengths at most, whatever the pattern. */
    public static boolean matches(String pattern, String name) {
        int p = 0;
        int n = 0;
        int star = -1;
        int resume = 0;
        while (n < name.length()) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                resume = n;
            } else if (p < pattern.length()
                    && (pattern.charAt(p) == '?' || pattern.charAt(p) == name.charAt(n))) {
                p++;
                n++;
            } else if (star >= 0) {
                p = star + 1;
                n = ++resume;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }

    /** Whether the pattern can match a queue of a virtual host. */
    static boolean reaches(String pattern, Vhost vhost) {
        return vhost.isDefault()
                ? !pattern.startsWith("@")
                : matchesSomeAfter(pattern, vhost.prefix());
    }

    /** Whether any name that begins so matches. */
    private static boolean matchesSomeAfter(String pattern, String beginning) {
        for (int i = 0; i < beginning.length(); i++) {
            if (i == pattern.length()) {
                return false;
            }
            char wanted = pattern.charAt(i);
            if (wanted == '*') {
                return true;
            }
            if (wanted != '?' && wanted != beginning.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
