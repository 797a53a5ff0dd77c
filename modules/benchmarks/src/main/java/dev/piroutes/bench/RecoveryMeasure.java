package dev.piroutes.bench;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A {@code kill -9} of the broker's process, which is started again at once; from then until a command is handled. A client
 * that tries to connect every 5 ms sends one every 20 ms, since what a broker has not on disk is gone.
 */
final class RecoveryMeasure {
    private static final long LIMIT_SECONDS = 60;
    private static final long RETRY_MS = 5;
    private static final long REPEAT_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final Places places;
    private final int crashes;

    RecoveryMeasure(Places places, int crashes) {
        this.places = places;
        this.crashes = crashes;
    }

    /** @return milliseconds of each crash */
    Map<Contender, Series> measure(List<Contender> contenders) {
        Map<Contender, Series> results = new LinkedHashMap<>();
        for (Contender contender : contenders) {
            Console.say("recovery of " + contender.name());
            Series series = new Series();
            try (Running running = contender.start(places.fresh(contender))) {
                Online.await(running);
                Burst.of(100, running.place().port());
                for (int i = 0; i < crashes; i++) {
                    running.crashBroker();
                    long restart = System.nanoTime();
                    running.restartBroker();
                    series.add((handledAt(running) - restart) / 1e6);
                }
                results.put(contender, series);
            } catch (BenchException | IOException e) {
                Console.missed(contender.name(), e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new BenchException("interrupted", e);
            }
        }
        return results;
    }

    private static long handledAt(Running running) throws InterruptedException {
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        AckCounter acks = new AckCounter();
        while (System.nanoTime() < limit) {
            try (Client client =
                    Client.subscribed(running.place().port(), "bench-recovery", Topics.ACKNOWLEDGEMENT, acks)) {
                while (System.nanoTime() < limit) {
                    client.publish(Topics.TOGGLE);
                    if (acks.await(1, REPEAT_NANOS)) {
                        return acks.lastAt();
                    }
                }
            } catch (IOException e) {
                running.mustRun();
                Thread.sleep(RETRY_MS);
            }
        }
        throw new BenchException("no command was handled within " + LIMIT_SECONDS + " s of the broker's restart");
    }
}
