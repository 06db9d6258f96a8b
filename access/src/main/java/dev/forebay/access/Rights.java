package dev.forebay.access;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A set of rights.
 *
 * @param bits one for each {@link Right}
 */
public record Rights(int bits) {
    public static final Rights NONE = new Rights(0);
    public static final Rights ALL = of(Right.values());

    /** These rights, and to see what they are for. */
    public static Rights of(Right... rights) {
        return of(List.of(rights));
    }

    /** These rights, and to see what they are for. */
    public static Rights of(Collection<Right> rights) {
        int bits = 0;
        for (Right right : rights) {
            bits |= right.bit();
        }
        return new Rights(bits == 0 ? 0 : bits | Right.VIEW.bit());
    }

    public boolean has(Right right) {
        return (bits & right.bit()) != 0;
    }

    public Rights and(Rights more) {
        return new Rights(bits | more.bits);
    }

    public Rights within(Rights most) {
        return new Rights(bits & most.bits);
    }

    /** Their words. */
    @Override
    public String toString() {
        return list().stream().map(Right::word).collect(Collectors.joining(", "));
    }

    /** In the order of the enum. */
    public List<Right> list() {
        List<Right> list = new ArrayList<>();
        for (Right right : Right.values()) {
            if (has(right)) {
                list.add(right);
            }
        }
        return list;
    }
}
