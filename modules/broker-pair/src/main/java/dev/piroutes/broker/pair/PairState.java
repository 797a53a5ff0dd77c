package dev.piroutes.broker.pair;

import dev.piroutes.broker.pair.News.Data;
import dev.piroutes.broker.pair.News.Phase;
import dev.piroutes.broker.pair.PairSettings.Role;

/**
 * What this node does and what its data are worth. Both change together, and what is written down never claims more than is
 * so: a take-over comes on a thread of Artemis's while another one looks after the node.
 */
final class PairState {
    private final Role role;
    private final PairMemory memory;
    private Phase phase = Phase.WAITING;

    PairState(Role role, PairMemory memory) {
        this.role = role;
        this.memory = memory;
    }

    /** What the other node is told. */
    synchronized News news() {
        return new News(role, phase, memory.epoch(), memory.data());
    }

    synchronized boolean isServing() {
        return phase == Phase.SERVING;
    }

    /** Its broker does not run. */
    synchronized void waits() {
        phase = Phase.WAITING;
    }

    /** It is about to serve; the data are still as they were. */
    synchronized void willServe() {
        phase = Phase.SERVING;
    }

    /** Called before the first client can connect. */
    synchronized void serves() {
        memory.set(memory.epoch() + 1, Data.ALONE);
        phase = Phase.SERVING;
    }

    /** Its data are about to be replaced by those of a peer that serves. */
    synchronized void standsBy(long peerEpoch) {
        memory.set(Math.max(1, peerEpoch), Data.NONE);
        phase = Phase.STANDBY;
    }

    /** Of a node that stands by: whether it has a copy of everything. */
    synchronized void hasCopy(boolean all, long peerEpoch) {
        if (phase != Phase.SERVING) {
            memory.set(Math.max(memory.epoch(), peerEpoch), all ? Data.REPLICA : Data.NONE);
            phase = all ? Phase.READY : Phase.STANDBY;
        }
    }

    /** Its peer gets a copy: from now on the peer may go further than this node knows. */
    synchronized void isCopied() {
        if (memory.data() == Data.ALONE) {
            memory.set(memory.epoch(), Data.SHARED);
        }
    }

    synchronized boolean peerMayGoFurther() {
        return memory.data() == Data.SHARED;
    }

    /** Its peer gets no copy any more, and did not take over. */
    synchronized void goesOnAlone() {
        memory.set(memory.epoch() + 1, Data.ALONE);
    }

    /** Its peer has everything and goes on with it. */
    synchronized void handsOver() {
        memory.set(memory.epoch(), Data.REPLICA);
    }

    /** A person has said that the data here are worth nothing beside the peer's. */
    synchronized void yields() {
        memory.set(Math.max(1, memory.epoch()), Data.NONE);
    }
}
