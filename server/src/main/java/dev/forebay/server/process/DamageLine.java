package dev.forebay.server.process;

import dev.forebay.log.Damage;

/** One damaged range as a line for people. */
final class DamageLine {
    private DamageLine() {}

    static String of(Damage damage) {
        StringBuilder line = new StringBuilder();
        line.append(kind(damage.kind())).append(": ");
        line.append(damage.file()).append(" at ").append(damage.position());
        line.append(", ").append(damage.length()).append(" bytes");
        if (!damage.stream().isEmpty()) {
            line.append(", stream ").append(damage.stream());
        }
        if (damage.firstOffset() >= 0) {
            line.append(", offsets ").append(damage.firstOffset());
            line.append(" to ").append(damage.lastOffset());
        }
        return line.append(": ").append(damage.detail()).toString();
    }

    private static String kind(Damage.Kind kind) {
        return switch (kind) {
            case CORRUPT -> "corrupt";
            case TORN_OR_DAMAGED -> "torn or damaged, may have been answered";
        };
    }
}
