package dev.forebay.httpapi.codec;

import dev.forebay.access.Grant;
import dev.forebay.access.Right;
import dev.forebay.access.Rights;
import dev.forebay.access.User;
import java.util.ArrayList;
import java.util.List;

/** Reads rights, alone and on queues of a pattern. */
public final class GrantsIn {
    private GrantsIn() {}

    /** An array of grants, whose name was read. */
    public static List<Grant> read(String member, JsonIn in) {
        List<Grant> grants = new ArrayList<>();
        if (!in.beginArray(member)) {
            return grants;
        }
        while (in.nextElement(member)) {
            if (grants.size() == User.MAX_GRANTS) {
                throw ApiFailure.invalid(member, "at most " + User.MAX_GRANTS + " grants");
            }
            grants.add(grant(member, in));
        }
        return grants;
    }

    private static Grant grant(String member, JsonIn in) {
        String queues = "";
        Rights rights = Rights.NONE;
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            switch (name) {
                case "queues" -> queues = in.text(member + ".queues");
                case "rights" -> rights = rights(member + ".rights", in);
                default -> throw in.unknown(member + "." + name, "queues, rights");
            }
        }
        if (rights.equals(Rights.NONE)) {
            throw ApiFailure.invalid(member + ".rights", "at least one right");
        }
        try {
            return new Grant(queues, rights);
        } catch (IllegalArgumentException wrong) {
            throw ApiFailure.invalid(member + ".queues", String.valueOf(wrong.getMessage()));
        }
    }

    /** An array of rights, whose name was read. */
    public static Rights rights(String member, JsonIn in) {
        List<String> words = in.strings(member, Right.values().length);
        return Rights.of(Words.read(Right.class, member, words));
    }
}
