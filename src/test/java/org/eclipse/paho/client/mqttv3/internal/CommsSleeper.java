package org.eclipse.paho.client.mqttv3.internal;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

/** Starts a thread as Paho does: submits, looks, and if it does not run yet sleeps for 100 ms and looks again. */
public final class CommsSleeper {

    private final CountDownLatch running = new CountDownLatch(1);

    /** @return whether it was woken from its sleep, rather than not having slept at all */
    public boolean start(ExecutorService threads) {
        CountDownLatch asleep = new CountDownLatch(1);
        threads.submit(() -> {
            try {
                asleep.await();
            } catch (InterruptedException e) {
                return;
            }
            running.countDown();
        });
        boolean woken = false;
        while (running.getCount() > 0) {
            asleep.countDown();
            try {
                TimeUnit.MILLISECONDS.sleep(100);
            } catch (InterruptedException e) {
                woken = true;
            }
        }
        return woken;
    }
}
