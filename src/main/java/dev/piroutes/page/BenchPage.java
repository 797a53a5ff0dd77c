package dev.piroutes.page;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.Service;
import org.apache.camel.StartupListener;
import org.apache.camel.util.json.DeserializationException;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The page's bean in {@code bench-page.camel.yaml}: takes what its routes bring, and tells each browser what it has not
 * been told. It keeps the last messages and ways for browsers to come, and nothing for one that has left.
 */
public final class BenchPage implements CamelContextAware, Service, StartupListener {
    /** How often what nobody tells of is looked at: connections, outboxes, the set of pins and routes. */
    private static final long LOOK_MILLIS = 250;
    /** With no browser, only each so many times: what is looked at is then needed for {@link Ways} alone. */
    private static final int UNSEEN_LOOKS = 8;

    private static final String KEY = "CamelVertxWebsocket.connectionKey";
    private static final String EVENT = "CamelVertxWebsocket.event";
    private static final Logger LOG = LoggerFactory.getLogger(BenchPage.class);

    private final Map<String, Browser> browsers = new ConcurrentHashMap<>();
    private final MessageLog log = new MessageLog();
    private final Ways ways = new Ways(this::wayGotOn);
    private final WayWatch watch = new WayWatch(ways, this::pinChanged);
    private final Map<String, Object> told = new ConcurrentHashMap<>();
    /** Of the worker alone. */
    private int unseen;

    private final AtomicBoolean flushDue = new AtomicBoolean();

    private @Nullable CamelContext context;
    private @Nullable BenchState state;
    private @Nullable Groups groups;
    private @Nullable Requests requests;
    private @Nullable ProducerTemplate template;
    private @Nullable ScheduledExecutorService worker;

    @Override
    public @Nullable CamelContext getCamelContext() {
        return context;
    }

    @Override
    public void setCamelContext(CamelContext camelContext) {
        if (context == null) {
            context = camelContext;
            try {
                camelContext.addStartupListener(this);
            } catch (Exception e) {
                throw RuntimeCamelException.wrapRuntimeCamelException(e);
            }
        }
    }

    /** Camel makes a YAML bean more than once; the one that it kept is meant. */
    @Override
    public void onCamelContextStarting(CamelContext camel, boolean alreadyStarted) throws Exception {
        if (camel.getRegistry().findByType(BenchPage.class).contains(this)) {
            camel.addService(this);
        }
    }

    @Override
    public void onCamelContextStarted(CamelContext camel, boolean alreadyStarted) {
        // Routes are not up yet: see below.
    }

    @Override
    public void onCamelContextFullyStarted(CamelContext camel, boolean alreadyStarted) {
        ScheduledExecutorService own = worker;
        if (own != null) {
            camel.getManagementStrategy().addEventNotifier(watch);
            own.scheduleWithFixedDelay(this::look, 0, LOOK_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void start() {
        CamelContext camel = Objects.requireNonNull(context);
        BenchState bench = new BenchState(camel);
        ProducerTemplate sender = camel.createProducerTemplate();
        state = bench;
        groups = new Groups(bench.root(), bench.groups(), bench::isOwn, System::nanoTime);
        template = sender;
        requests = new Requests(bench, sender);
        watch.start();
        worker = camel.getExecutorServiceManager().newSingleThreadScheduledExecutor(this, "bench-page");
    }

    @Override
    public void stop() {
        CamelContext camel = Objects.requireNonNull(context);
        camel.getManagementStrategy().removeEventNotifier(watch);
        camel.getExecutorServiceManager().shutdownNow(worker);
    }

    // What the routes call.

    /** A message under the root. */
    public void message(Exchange exchange) {
        Message in = exchange.getMessage();
        synchronized (log) {
            JsonObject message = log.add(
                    System.currentTimeMillis(),
                    in.getHeader("CamelMqttTopic", String.class),
                    in.getBody(byte[].class),
                    in.getHeader("CamelMqttQoS", 0, Integer.class),
                    in.getHeader("CamelPahoMqtt5Retained", false, Boolean.class));
            boolean ofGroup = Objects.requireNonNull(groups).message(message);
            if (!ofGroup && state().message(message)) {
                // A device that comes back quickly is to be seen away nevertheless.
                JsonObject devices = state().devices();
                tellIfNew(devices, devices);
            }
            browsers.values().forEach(browser -> browser.message(message));
        }
        flushSoon();
    }

    /** A browser has come, left, or says something. */
    public void browser(Exchange exchange) {
        try {
            event(exchange);
        } catch (RuntimeException e) {
            // The WebSocket's consumer would let it fall.
            LOG.warn("page     a browser's request failed: {}", e.toString());
            LOG.debug("because", e);
        }
    }

    private void event(Exchange exchange) {
        Message in = exchange.getMessage();
        String key = in.getHeader(KEY, String.class);
        switch (String.valueOf(in.getHeader(EVENT))) {
            case "OPEN" -> welcome(new Browser(key));
            case "MESSAGE" -> {
                Browser browser = browsers.get(key);
                if (browser != null) {
                    said(browser, in.getBody(String.class));
                }
            }
            default -> {
                Browser gone = browsers.remove(key);
                if (gone != null) {
                    Objects.requireNonNull(requests).release(gone);
                }
            }
        }
    }

    private void welcome(Browser browser) {
        BenchState bench = state();
        browser.state("bench", bench.bench());
        browser.state("pins", bench.pins());
        browser.state("devices", bench.devices());
        browser.state("class", groupsNow());
        // No message comes between what it is given now and what it will be told.
        synchronized (log) {
            browser.state("topics", Browser.event("topics", "topics", new JsonArray(log.topics())));
            browser.state("messages", Browser.event("messages", "messages", new JsonArray(log.messages())));
            browsers.put(browser.key(), browser);
        }
        browser.state("ways", Browser.event("ways", "ways", new JsonArray(ways.latest())));
        // What changed meanwhile, others were told: at the next look all are.
        told.clear();
        flushSoon();
    }

    private void said(Browser browser, String text) {
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
            String text = Objects.requireNonNull(requests).act(browser, request);
            reply.put("ok", true);
            if (text != null) {
                reply.put("text", text);
            }
        } catch (Exception e) {
            reply.put("ok", false);
            reply.put(
                    "error", String.valueOf(e.getMessage()).lines().findFirst().orElse("failed"));
        }
        return reply;
    }

    // What changes.

    private void wayGotOn(Way way) {
        if (!browsers.isEmpty()) {
            JsonObject now = way.toJson();
            browsers.values().forEach(browser -> browser.way(way.id(), now));
            flushSoon();
        }
    }

    private void pinChanged(JsonObject event) {
        if (browsers.isEmpty()) {
            return; // whoever comes is given all pins
        }
        int number = event.getInteger("pin");
        state().pin(number).ifPresent(pin -> {
            JsonObject changed = Browser.event("pin", "pin", number);
            changed.put("state", pin.get("state"));
            changed.put("level", pin.get("level"));
            tellAll("pin:" + number, changed);
        });
    }

    private void look() {
        if (browsers.isEmpty() && unseen++ % UNSEEN_LOOKS != 0) {
            return;
        }
        try {
            BenchState bench = state();
            ways.actors(bench.actors(), bench.publishers());
            ways.tidy(System.nanoTime());
            for (JsonObject now : List.of(bench.bench(), bench.devices(), groupsNow())) {
                tellIfNew(now, now);
            }
            JsonObject pins = bench.pins();
            tellIfNew(pins, BenchState.uses(pins));
        } catch (RuntimeException e) {
            LOG.debug("the bench could not be looked at", e);
        }
    }

    /** All groups as one state: a browser that is slow gets the newest. */
    private JsonObject groupsNow() {
        return Objects.requireNonNull(groups).toJson();
    }

    private void tellIfNew(JsonObject now, Object essence) {
        String type = now.getString("type");
        if (!essence.equals(told.put(type, essence))) {
            tellAll(type, now);
        }
    }

    private void tellAll(String name, JsonObject event) {
        if (!browsers.isEmpty()) {
            browsers.values().forEach(browser -> browser.state(name, event));
            flushSoon();
        }
    }

    private void flushSoon() {
        ScheduledExecutorService own = worker;
        if (own != null && !browsers.isEmpty() && !own.isShutdown() && flushDue.compareAndSet(false, true)) {
            own.execute(() -> {
                flushDue.set(false);
                browsers.values().forEach(this::flush);
            });
        }
    }

    private void flush(Browser browser) {
        try {
            send(browser);
        } catch (RuntimeException e) {
            LOG.warn("page     a browser could not be told: {}", e.toString());
        }
    }

    private void send(Browser browser) {
        String frame = browser.frame();
        if (frame != null) {
            browser.inTurn(() -> Objects.requireNonNull(template)
                    .asyncSend("direct:page-tell", exchange -> {
                        exchange.getMessage().setBody(frame);
                        exchange.getMessage().setHeader(KEY, browser.key());
                    })
                    .thenAccept(BenchPage::logFailure));
        }
    }

    private static void logFailure(Exchange exchange) {
        if (exchange.getException() != null) {
            LOG.debug("a browser was not told", exchange.getException());
        }
    }

    private BenchState state() {
        return Objects.requireNonNull(state, "the page has not been started");
    }
}
