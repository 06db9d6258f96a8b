package dev.forebay.access.store;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What is different between values by their names. */
public final class Differences {
    private Differences() {}

    /** In the order of what was there, then of what came; what is the same is left out. */
    public static List<AuditEntry.Difference> between(
            Map<String, String> before, Map<String, String> after) {
        Set<String> names = new LinkedHashSet<>(before.keySet());
        names.addAll(after.keySet());
        List<AuditEntry.Difference> all = new ArrayList<>();
        for (String name : names) {
            String was = before.getOrDefault(name, "");
            String is = after.getOrDefault(name, "");
            if (!was.equals(is)) {
                all.add(new AuditEntry.Difference(name, was, is));
            }
        }
        return all;
    }
}
