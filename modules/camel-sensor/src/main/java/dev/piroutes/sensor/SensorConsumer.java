package dev.piroutes.sensor;

import dev.piroutes.files.Reason;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Suspendable;
import org.apache.camel.support.DefaultConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a sensor again and again, on a thread of its own: a chip that takes its time delays nobody else. A reading without a value is
 * left out; a sensor that is not there is waited for.
 */
class SensorConsumer extends DefaultConsumer implements Suspendable {
    private static final Logger LOG = LoggerFactory.getLogger(SensorConsumer.class);

    /** One that comes alone happens: a DHT22 fails now and then. */
    private static final int WORTH_A_LINE = 3;

    private final SensorEndpoint endpoint;
    private final Reports reports;
    private @Nullable ScheduledExecutorService timer;
    /** How many readings in a row had no value. */
    private int failed;

    private boolean said;

    SensorConsumer(SensorEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        this.endpoint = endpoint;
        reports = new Reports(
                endpoint.getSamples(), endpoint.getDeadBand(), endpoint.isOnChange(), endpoint.getDecimals());
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        begin();
    }

    @Override
    protected void doResume() throws Exception {
        begin();
        super.doResume();
    }

    @Override
    protected void doSuspend() throws Exception {
        end();
        super.doSuspend();
    }

    @Override
    protected void doStop() throws Exception {
        end();
        super.doStop();
    }

    private void begin() {
        ScheduledExecutorService made = getEndpoint()
                .getCamelContext()
                .getExecutorServiceManager()
                .newSingleThreadScheduledExecutor(this, "sensor-" + endpoint.sensor());
        long between = TimeUnit.MILLISECONDS.toNanos(endpoint.getPeriod()) / endpoint.getSamples();
        made.scheduleAtFixedRate(this::read, 0, between, TimeUnit.NANOSECONDS);
        timer = made;
    }

    private void end() {
        if (timer != null) {
            getEndpoint().getCamelContext().getExecutorServiceManager().shutdown(timer);
            timer = null;
        }
    }

    private void read() {
        try {
            Reading reading = endpoint.read();
            isWell();
            reports.add(reading).ifPresent(this::tell);
        } catch (SensorException e) {
            hasNoValue(e);
        } catch (RuntimeException e) {
            getExceptionHandler().handleException(e);
        }
    }

    private void tell(Reading reading) {
        Exchange exchange = endpoint.exchange(reading);
        try {
            createUoW(exchange);
            getProcessor().process(exchange);
        } catch (Exception e) {
            exchange.setException(e);
        } finally {
            if (exchange.getException() != null) {
                getExceptionHandler().handleException("Error processing exchange", exchange, exchange.getException());
            }
            doneUoW(exchange);
            releaseExchange(exchange, false);
        }
    }

    private void isWell() {
        if (said) {
            LOG.info("sensor:{}: has values again", endpoint.sensor());
        }
        failed = 0;
        said = false;
    }

    private void hasNoValue(SensorException e) {
        failed++;
        if (!said && (e.isAbsent() || failed == WORTH_A_LINE)) {
            said = true;
            LOG.warn("{}; it is tried again and again", Reason.of(e));
        }
    }
}
