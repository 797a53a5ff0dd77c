package dev.piroutes.reliability;

import static org.awaitility.Awaitility.await;

import dev.piroutes.kit.TestLab;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.mock.MockEndpoint;

/** The two devices of numbered.camel.yaml: presses numbers, and notes which were handled. */
final class Numbered implements AutoCloseable {

    private static final String ROUTES = "classpath:fault-routes/numbered.camel.yaml";

    private final TestLab lab;
    private final List<String> handled = new CopyOnWriteArrayList<>();
    private final List<String> pressed = new ArrayList<>();
    private final ProducerTemplate template;

    Numbered(String mqttUrl, Path folder, String... properties) throws Exception {
        this(false, mqttUrl, folder, properties);
    }

    Numbered(boolean mqtt5, String mqttUrl, Path folder, String... properties) throws Exception {
        lab = new TestLab(mqttUrl, folder).mqtt5(mqtt5);
        for (String property : properties) {
            int equals = property.indexOf('=');
            lab.with(property.substring(0, equals), property.substring(equals + 1));
        }
        lab.start(ROUTES);
        MockEndpoint mock = lab.main().getCamelContext().getEndpoint("mock:handled", MockEndpoint.class);
        mock.setRetainFirst(0);
        mock.setRetainLast(0);
        mock.whenAnyExchangeReceived(
                exchange -> handled.add(exchange.getMessage().getBody(String.class)));
        template = lab.main().getCamelContext().createProducerTemplate();
    }

    TestLab lab() {
        return lab;
    }

    /** Presses the next number: when this is back, the press is promised. */
    void press() {
        String number = String.valueOf(pressed.size() + 1);
        pressed.add(number);
        template.sendBody("direct:press", number);
    }

    void press(int count) {
        for (int i = 0; i < count; i++) {
            press();
        }
    }

    List<String> pressed() {
        return pressed;
    }

    List<String> handled() {
        return handled;
    }

    /** Waits until the last number pressed has been handled. */
    List<String> awaitAll(Duration limit) {
        String last = pressed.get(pressed.size() - 1);
        await("handled " + last).atMost(limit).until(() -> handled.contains(last));
        return handled;
    }

    @Override
    public void close() {
        lab.close();
    }
}
