package dev.forebay.engine.struct;

import org.agrona.collections.Long2LongHashMap;

/**
 * Token buckets by number, all of one rate and burst. Of each only the time is kept at which it
 * will be full again (the generic cell rate algorithm, ITU-T I.371), and a full one is not kept at
 * all: 24 bytes for each that was used of late, of about 65,536 at most; beyond that some share
 * one.
 */
public final class TokenBuckets {
    private static final int MOST = 1 << 16;
    private static final long SWEEP_MILLIS = 1_000;
    private static final long MICROS = 1_000_000;

    private final Long2LongHashMap fullAt = new Long2LongHashMap(Long.MIN_VALUE);
    private final long intervalMicros;
    private final long burstMicros;
    private long sweepAt = Long.MIN_VALUE;

    public TokenBuckets(double perSecond, int burst) {
        intervalMicros = Math.max(1, Math.round(MICROS / perSecond));
        burstMicros = intervalMicros * burst;
    }

    /** How many tokens the bucket holds at engine time {@code now}, in ms. */
    public int available(long bucket, long now) {
        long missing = missing(bucket, now);
        return (int) Math.max(0, (burstMicros - missing) / intervalMicros);
    }

    /** In how many ms there will be a token; 0 when there is one. */
    public long waitMillis(long bucket, long now) {
        long missing = missing(bucket, now);
        long wait = missing + intervalMicros - burstMicros;
        return wait <= 0 ? 0 : (wait + 999) / 1_000;
    }

    /** Takes tokens out; what was not there is owed. */
    public void take(long bucket, long now, int tokens) {
        if (fullAt.size() >= MOST && now >= sweepAt) {
            sweepAt = now + SWEEP_MILLIS;
            dropFull(now);
        }
        long place = place(bucket);
        long from = Math.max(fullAt.get(place), now * 1_000);
        fullAt.put(place, from + tokens * intervalMicros);
    }

    private long missing(long bucket, long now) {
        return Math.max(fullAt.get(place(bucket)), now * 1_000) - now * 1_000;
    }

    private long place(long bucket) {
        boolean full = fullAt.size() >= MOST && fullAt.get(bucket) == Long.MIN_VALUE;
        return full ? bucket & (MOST - 1) : bucket;
    }

    private void dropFull(long now) {
        Long2LongHashMap.EntryIterator entries = fullAt.entrySet().iterator();
        while (entries.hasNext()) {
            entries.next();
            if (entries.getLongValue() <= now * 1_000) {
                entries.remove();
            }
        }
    }
}
