package dev.forebay.engine.core;

import dev.forebay.engine.Priority;
import dev.forebay.engine.struct.ByteSink;
import dev.forebay.engine.struct.ByteSource;
import dev.forebay.engine.struct.OffsetSet;

/**
 * The priority of each unsettled message of a subscription, as a set of offsets a level. Messages
 * of the usual priority are in none.
 */
final class Levels {
    static final int COUNT = Priority.HIGHEST + 1;

    private final OffsetSet[] sets = new OffsetSet[COUNT];

    Levels() {
        for (int level = 0; level < COUNT; level++) {
            sets[level] = new OffsetSet();
        }
    }

    void note(long offset, int level) {
        if (level != Priority.USUAL) {
            sets[level].add(offset);
        }
    }

    int of(long offset) {
        for (int level = 0; level < COUNT; level++) {
            if (!sets[level].isEmpty() && sets[level].contains(offset)) {
                return level;
            }
        }
        return Priority.USUAL;
    }

    /** All of this level; empty for the usual one. */
    OffsetSet at(int level) {
        return sets[level];
    }

    /** The message is settled. */
    void settled(long offset) {
        for (OffsetSet set : sets) {
            if (!set.isEmpty() && set.remove(offset)) {
                return;
            }
        }
    }

    /** All below are settled. */
    void settledBelow(long offset) {
        for (OffsetSet set : sets) {
            set.removeBelow(offset);
        }
    }

    void shrink() {
        for (OffsetSet set : sets) {
            set.closeIdle();
        }
    }

    void write(ByteSink sink) {
        for (OffsetSet set : sets) {
            set.write(sink);
        }
    }

    void read(ByteSource source) {
        for (OffsetSet set : sets) {
            set.read(source);
        }
    }
}
