package dev.piroutes.mqtt;

import org.jspecify.annotations.Nullable;

/** How the broker is to publish that the device is gone. */
record Will(int qos, boolean retained) {

    /** As it should be: it reaches who is away for the moment, and who comes later. */
    static final Will BEST = new Will(1, true);

    /** What is left of it for a broker that refuses it with this reason code; null: that is not why. */
    @Nullable
    Will less(int reason) {
        if (reason == ReasonCode.QOS_NOT_SUPPORTED && qos > 0) {
            return new Will(0, retained);
        }
        return reason == ReasonCode.RETAIN_NOT_SUPPORTED && retained ? new Will(qos, false) : null;
    }
}
