package dev.forebay.engine.struct;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * All leases of a lane in primitive arrays, found by partition and offset, by deadline, and listed
 * by partition. A lease is a slot number, good until it is removed. Lease numbers are 1 or more
 * (the sign marks the parked). About 84 bytes a lease.
 */
public final class LeaseTable {
    public static final int NONE = -1;

    private final DueHeap deadlines = new DueHeap();
    private int[] partition = new int[16];
    private long[] offset = new long[16];
    private long[] number = new long[16];
    private long[] began = new long[16];
    private long[] firstLeased = new long[16];
    private int[] attempt = new int[16];
    private int[] bytes = new int[16];
    private int[] next = new int[16];
    private int[] previous = new int[16];
    private @Nullable Object @Nullable [] owners;
    private @Nullable Object @Nullable [] holders;
    private int[] index = new int[32];
    private int free = NONE;
    private int used;
    private int size;

    /** Deadline of leases that end with their connection. */
    public static final long BOUND = Long.MAX_VALUE >> 1;

    public LeaseTable() {
        Arrays.fill(index, NONE);
    }

    public int size() {
        return size;
    }

    /**
     * Adds a lease to the list of a partition that begins with {@code head}; it is the list's new
     * head.
     */
    public int add(
            int ofPartition, int head, long ofOffset, long leaseNumber, long from, long until) {
        int slot = free;
        if (slot == NONE) {
            slot = used++;
            reserve();
        } else {
            free = next[slot];
        }
        partition[slot] = ofPartition;
        offset[slot] = ofOffset;
        number[slot] = leaseNumber;
        began[slot] = from;
        next[slot] = head;
        previous[slot] = NONE;
        if (head != NONE) {
            previous[head] = slot;
        }
        deadlines.put(slot, until);
        size++;
        if (size * 2 > index.length) {
            rehash();
        }
        place(slot);
        return slot;
    }

    /** What the lease was given for: a message's size and history. */
    public void describe(int slot, int attempts, long firstLeasedAt, int messageBytes) {
        attempt[slot] = attempts;
        firstLeased[slot] = firstLeasedAt;
        bytes[slot] = messageBytes;
    }

    /** Adds what the slot of another table holds, as the new head of a partition's list. */
    public int copy(LeaseTable from, int slot, int head) {
        int copied =
                add(
                        from.partition[slot],
                        head,
                        from.offset[slot],
                        from.number(slot),
                        from.began[slot],
                        from.deadline(slot));
        describe(copied, from.attempt[slot], from.firstLeased[slot], from.bytes[slot]);
        Object owner = from.owner(slot);
        if (owner != null) {
            setOwner(copied, owner);
        }
        return copied;
    }

    /** The slot of the lease, or {@link #NONE}. */
    public int find(int ofPartition, long ofOffset) {
        int mask = index.length - 1;
        for (int at = hash(ofPartition, ofOffset) & mask; index[at] != NONE; at = (at + 1) & mask) {
            int slot = index[at];
            if (offset[slot] == ofOffset && partition[slot] == ofPartition) {
                return slot;
            }
        }
        return NONE;
    }

    /** Takes the lease out; returns the partition's list head, given the one before. */
    public int remove(int slot, int head) {
        unplace(slot);
        if (!parked(slot)) {
            deadlines.remove(slot);
        }
        int after = next[slot];
        int before = previous[slot];
        if (after != NONE) {
            previous[after] = before;
        }
        if (before != NONE) {
            next[before] = after;
        }
        if (owners != null) {
            owners[slot] = null;
        }
        if (holders != null) {
            holders[slot] = null;
        }
        next[slot] = free;
        free = slot;
        size--;
        return before == NONE ? after : head;
    }

    /** The deadline no longer counts: something else ends this lease. */
    public void park(int slot) {
        deadlines.remove(slot);
        number[slot] = -number[slot];
    }

    /** The deadline counts again. */
    public void unpark(int slot, long until) {
        number[slot] = -number[slot];
        deadlines.put(slot, until);
    }

    public boolean parked(int slot) {
        return number[slot] < 0;
    }

    public int nextInPartition(int slot) {
        return next[slot];
    }

    /** When the first lease ends by itself; {@link DueHeap#NEVER} when none does. */
    public long firstDeadline() {
        long first = deadlines.firstDue();
        return first < BOUND ? first : DueHeap.NEVER;
    }

    /** The lease that ends first. There must be one with a deadline. */
    public int first() {
        return deadlines.first();
    }

    public void extend(int slot, long until) {
        deadlines.put(slot, until);
    }

    public long deadline(int slot) {
        return deadlines.dueOf(slot);
    }

    public int partition(int slot) {
        return partition[slot];
    }

    public long offset(int slot) {
        return offset[slot];
    }

    public long number(int slot) {
        return Math.abs(number[slot]);
    }

    public long began(int slot) {
        return began[slot];
    }

    public long firstLeased(int slot) {
        return firstLeased[slot];
    }

    public int attempt(int slot) {
        return attempt[slot];
    }

    public int bytes(int slot) {
        return bytes[slot];
    }

    public @Nullable Object owner(int slot) {
        return owners == null ? null : owners[slot];
    }

    public void setOwner(int slot, Object owner) {
        if (owners == null) {
            owners = new @Nullable Object[offset.length];
        }
        owners[slot] = owner;
    }

    /** Who was given the lease, if that is known. */
    public @Nullable Object holder(int slot) {
        return holders == null ? null : holders[slot];
    }

    public void setHolder(int slot, Object holder) {
        if (holders == null) {
            holders = new @Nullable Object[offset.length];
        }
        holders[slot] = holder;
    }

    private void reserve() {
        if (used <= offset.length) {
            return;
        }
        int capacity = DueHeap.grown(used);
        partition = Arrays.copyOf(partition, capacity);
        offset = Arrays.copyOf(offset, capacity);
        number = Arrays.copyOf(number, capacity);
        began = Arrays.copyOf(began, capacity);
        firstLeased = Arrays.copyOf(firstLeased, capacity);
        attempt = Arrays.copyOf(attempt, capacity);
        bytes = Arrays.copyOf(bytes, capacity);
        next = Arrays.copyOf(next, capacity);
        previous = Arrays.copyOf(previous, capacity);
        if (owners != null) {
            owners = Arrays.copyOf(owners, capacity);
        }
        if (holders != null) {
            holders = Arrays.copyOf(holders, capacity);
        }
    }

    private void rehash() {
        int[] old = index;
        index = new int[old.length * 2];
        Arrays.fill(index, NONE);
        for (int slot : old) {
            if (slot != NONE) {
                place(slot);
            }
        }
    }

    private void place(int slot) {
        int mask = index.length - 1;
        int at = hash(partition[slot], offset[slot]) & mask;
        while (index[at] != NONE) {
            at = (at + 1) & mask;
        }
        index[at] = slot;
    }

    /**
     * Closes the gap by moving back what stands behind it, so that no marks of deletion pile up.
     */
    private void unplace(int slot) {
        int mask = index.length - 1;
        int gap = hash(partition[slot], offset[slot]) & mask;
        while (index[gap] != slot) {
            gap = (gap + 1) & mask;
        }
        for (int at = (gap + 1) & mask; index[at] != NONE; at = (at + 1) & mask) {
            int home = hash(partition[index[at]], offset[index[at]]) & mask;
            if (((at - home) & mask) >= ((at - gap) & mask)) {
                index[gap] = index[at];
                gap = at;
            }
        }
        index[gap] = NONE;
    }

    private static int hash(int partition, long offset) {
        long mixed = (offset + partition * 0x9E3779B97F4A7C15L) * 0xD6E8FEB86659FD93L;
        return (int) (mixed >>> 32);
    }
}
