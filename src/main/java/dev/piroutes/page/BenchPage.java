package dev.piroutes.page;

import dev.piroutes.files.Reason;
import dev.piroutes.json.Json;
import dev.piroutes.plots.Plots;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.CamelContext;
import org.apache.camel.util.json.DeserializationException;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the page shows: tells each browser what it has not been told, and does what it asks for. It keeps the last messages and
 * ways for browsers to come, and nothing for one that has left.
 */
final class BenchPage implements AutoCloseable {
    /** How often what nobody tells of is looked at: connections, outboxes, the set of pins and routes. */
    private static final long LOOK_MILLIS = 250;
    /** With no browser, only each so many times: what is looked at is then needed for {@link Traces} alone. */
    private static final int UNSEEN_LOOKS = 8;

    /** Between two frames to a browser, at least. */
    private static final long FRAME_MILLIS = 50;

    private static final Logger LOG = LoggerFactory.getLogger(BenchPage.class);

    private final CamelContext context;
    private final MessageSource source;
    private final String root;
    private final BenchState state;
    private final Groups groups;
    private final Requests requests;
    private final Plots plots;
    private final ScheduledExecutorService worker;
    private final Set<Browser> browsers = ConcurrentHashMap.newKeySet();
    private final MessageLog log = new MessageLog();
    private final Traces traces = new Traces(this::traceGotOn, () -> !browsers.isEmpty());
    private final TraceWatch watch = new TraceWatch(traces, this::pinChanged);
    private final Map<String, Object> sent = new ConcurrentHashMap<>();
    /** Of the worker alone. */
    private int unseen;

    private final Set<Integer> changedPins = ConcurrentHashMap.newKeySet();

    private final AtomicBoolean pinsDue = new AtomicBoolean();
    private volatile long flushed = System.nanoTime();
    private final AtomicBoolean flushDue = new AtomicBoolean();
    private final AtomicBoolean devicesDue = new AtomicBoolean();

    BenchPage(CamelContext context, MessageSource source, PageSettings settings) {
        this.context = context;
        this.source = source;
        root = settings.root();
        state = new BenchState(context, source, settings);
        groups = new Groups(root, settings.groups(), state::isOwn, System::nanoTime);
        plots = new Plots(settings.plots());
        context.getRegistry().bind("plots", plots); // metrics have them, too
        requests = new Requests(state, context.createProducerTemplate(), source, plots);
        worker = context.getExecutorServiceManager().newSingleThreadScheduledExecutor(this, "bench-page");
    }

    void start() {
        watch.start();
        context.getManagementStrategy().addEventNotifier(watch);
        look();
        worker.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
        source.listen(root, this::published);
    }

    @Override
    public void close() {
        context.getManagementStrategy().removeEventNotifier(watch);
        context.getExecutorServiceManager().shutdownNow(worker);
        plots.close();
    }

    /** The broker waits for this: no lock is held here under which anybody waits for a device or for the broker. */
    private void published(String topic, byte[] beginning, int size, int qos, boolean retained) {
        if (plots.wants(topic)) {
            worker.execute(() -> plots.message(topic, new String(beginning, StandardCharsets.UTF_8)));
        }
        boolean status;
        synchronized (log) {
            Message message = log.add(Moment.now(), topic, beginning, size, qos, retained);
            boolean ofGroup = groups.message(message);
            status = !ofGroup && state.message(message);
            browsers.forEach(browser -> browser.message(message));
        }
        if (status) {
            // A device that comes back quickly is to be seen away nevertheless.
            soon(devicesDue, () -> {
                JsonObject devices = state.devices();
                tellIfNew(devices, devices);
            });
        }
        flushSoon();
    }

    void welcome(Browser browser) {
        browser.state("bench", state.bench());
        browser.state("pins", state.pins());
        browser.state("sensors", state.sensors());
        browser.state("plots", plotted());
        browser.state("devices", state.devices());
        browser.state("panel", panel());
        browser.state("class", groups.toJson());
        // No message comes between what it is given now and what it will be told.
        synchronized (log) {
            browser.state("topics", Browser.event("topics", "topics", new JsonArray(log.topics())));
            browser.state("messages", Browser.event("messages", "messages", new JsonArray(log.messages())));
            browsers.add(browser);
        }
        browser.state("traces", Browser.event("traces", "traces", new JsonArray(traces.latest())));
        // What changed meanwhile, others were told: at the next look all are.
        sent.clear();
        flushSoon();
    }

    private JsonObject plotted() {
        JsonArray names = new JsonArray(plots.names().stream().map(Json::of).toList());
        return Browser.event("plots", "plots", names);
    }

    private JsonObject panel() {
        return PanelState.of(context, state.publishers());
    }

    void left(Browser browser) {
        browsers.remove(browser);
        requests.release(browser);
    }

    void requested(Browser browser, String text) {
        JsonObject request;
        try {
            request = (JsonObject) Jsoner.deserialize(text);
        } catch (DeserializationException | ClassCastException e) {
            LOG.debug("a browser sent what is no request: {}", e.getMessage());
            return;
        }
        if ("seen".equals(request.get("do"))) {
            browser.seen(request.get("seq") instanceof Number shown ? shown.longValue() : 0);
        } else {
            browser.reply(answer(browser, request));
        }
        flushSoon();
    }

    private JsonObject answer(Browser browser, JsonObject request) {
        JsonObject reply = Browser.event("reply", "to", request.get("id"));
        try {
            String text = requests.act(browser, request);
            reply.put("ok", true);
            if (text != null) {
                reply.put("text", text);
            }
        } catch (Exception e) {
            reply.put("ok", false);
            reply.put("error", Reason.of(e).lines().findFirst().orElse("failed"));
        }
        return reply;
    }

    // What changes.

    private void traceGotOn(Trace trace) {
        if (!browsers.isEmpty()) {
            WrittenLate now = () -> traces.json(trace);
            browsers.forEach(browser -> browser.trace(trace.id(), now));
            flushSoon();
        }
    }

    /** The worker tells it, so that it comes behind the state of all pins that the worker may be about to tell. */
    private void pinChanged(int pin) {
        changedPins.add(pin);
        soon(pinsDue, () -> changedPins.forEach(this::tellPin));
    }

    private void tellPin(int number) {
        changedPins.remove(number);
        state.pin(number).ifPresent(pin -> {
            JsonObject changed = Browser.event("pin", "pin", number);
            changed.put("state", pin.state().name());
            changed.put("level", pin.level().name());
            tellAll("pin:" + number, changed);
        });
    }

    private void look() {
        if (browsers.isEmpty() && unseen++ % UNSEEN_LOOKS != 0) {
            return;
        }
        try {
            traces.actors(state.actors(), state.publishers());
            traces.tidy(System.nanoTime());
            JsonObject devices = state.devices();
            if (browsers.isEmpty()) {
                return;
            }
            // All groups as one state: a browser that is slow gets the newest.
            for (JsonObject now :
                    List.of(state.bench(), state.sensors(), plotted(), devices, groups.toJson(), panel())) {
                tellIfNew(now, now);
            }
            JsonObject pins = state.pins();
            tellIfNew(pins, BenchState.uses(pins));
        } catch (RuntimeException e) {
            LOG.debug("the bench could not be looked at", e);
        }
    }

    private void tellIfNew(JsonObject now, Object essence) {
        String type = now.getString("type");
        if (!essence.equals(sent.put(type, essence))) {
            tellAll(type, now);
        }
    }

    private void tellAll(String name, JsonObject event) {
        if (!browsers.isEmpty()) {
            browsers.forEach(browser -> browser.state(name, event));
            flushSoon();
        }
    }

    /** Now, or so long after the last time that a flood is a few frames a second. */
    private void flushSoon() {
        soon(flushDue, flushed + TimeUnit.MILLISECONDS.toNanos(FRAME_MILLIS) - System.nanoTime(), () -> {
            flushed = System.nanoTime();
            browsers.forEach(Browser::flush);
        });
    }

    private void soon(AtomicBoolean due, Runnable action) {
        soon(due, 0, action);
    }

    /** Has the worker do it once for however many times it is due. */
    private void soon(AtomicBoolean due, long nanos, Runnable action) {
        if (!browsers.isEmpty() && !worker.isShutdown() && due.compareAndSet(false, true)) {
            worker.schedule(
                    () -> {
                        due.set(false);
                        try {
                            action.run();
                        } catch (RuntimeException e) {
                            LOG.warn("page     a browser could not be told: {}", Reason.of(e));
                        }
                    },
                    nanos,
                    TimeUnit.NANOSECONDS);
        }
    }
}
