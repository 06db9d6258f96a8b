package dev.forebay.log.embedded;

import dev.forebay.log.LogFailure;
import java.util.Queue;
import org.jctools.queues.varhandle.MpscUnboundedVarHandleArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * What waits for the storage task. Any thread adds; the storage task, or who holds its lock, takes.
 */
final class StorageQueue {
    private static final int QUEUE_CHUNK = 256;

    private final Queue<Handoff> handoffs = new MpscUnboundedVarHandleArrayQueue<>(QUEUE_CHUNK);
    private final Queue<StorageRequest> requests =
            new MpscUnboundedVarHandleArrayQueue<>(QUEUE_CHUNK);
    private volatile boolean terminated;
    private volatile TaskRunner.@Nullable Handle task;

    void attach(TaskRunner.Handle handle) {
        task = handle;
    }

    /** Does not wake the task: frames may wait until someone wants them. */
    void hand(Handoff handoff) {
        handoffs.add(handoff);
    }

    void submit(StorageRequest request) {
        requests.add(request);
        if (terminated) {
            refuseAll(new LogFailure.Closed());
        } else {
            wake();
        }
    }

    /** Nobody serves requests any more; reads are refused from now on. */
    void terminate() {
        terminated = true;
        refuseAll(new LogFailure.Closed());
    }

    /** Answers what waits. */
    synchronized void refuseAll(LogFailure why) {
        for (StorageRequest late = requests.poll(); late != null; late = requests.poll()) {
            switch (late) {
                case StorageRequest.Read read -> read.completion().failed(why);
                case StorageRequest.Checkpoint checkpoint -> checkpoint.completion().failed(why);
                case StorageRequest.Retain unheard -> {}
                case StorageRequest.Compact unheard -> {}
            }
        }
    }

    void wake() {
        TaskRunner.Handle handle = task;
        if (handle != null) {
            handle.wake();
        }
    }

    @Nullable Handoff pollHandoff() {
        return handoffs.poll();
    }

    @Nullable StorageRequest pollRequest() {
        return requests.poll();
    }

    boolean hasRequests() {
        return !requests.isEmpty();
    }
}
