package dev.piroutes.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.piroutes.kit.FreePort;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A broker that hangs holds up nobody but the browser that waits for it, and that one's requests stay in order. */
@Timeout(60)
class PageServerTest {

    private static final class HangingBroker extends Silence {
        private final CountDownLatch goOn = new CountDownLatch(1);
        private final List<String> published = new CopyOnWriteArrayList<>();

        @Override
        public void publish(String topic, byte[] payload, int qos, boolean retained) {
            try {
                assertThat(goOn.await(30, TimeUnit.SECONDS)).isTrue();
                published.add(topic);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Test
    void aRequestThatTakesLongHoldsUpNoOtherBrowser() throws Exception {
        HangingBroker broker = new HangingBroker();
        int port = FreePort.find();
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            try (PageServer server = new PageServer(context, broker, Silence.settings(port, "lab"))) {
                server.start();
                server.listen();
                try (PageClient one = new PageClient(port);
                        PageClient other = new PageClient(port)) {
                    int first = one.begin(publish("first"));
                    int second = one.begin(publish("second"));
                    assertThat(other.ask("\"do\":\"juggle\"").get("error")).isEqualTo("no such request: juggle");
                    assertThat(one.events("reply")).isEmpty();

                    broker.goOn.countDown();
                    assertThat(one.reply(first)).containsEntry("ok", true);
                    assertThat(one.reply(second)).containsEntry("ok", true);
                    assertThat(broker.published).containsExactly("first", "second");
                }
            }
        }
    }

    @Test
    void whateverFailsABrowserGetsAReason() throws Exception {
        List<RuntimeException> failures = List.of(
                new IllegalStateException(),
                new IllegalStateException(new IOException()),
                new IllegalStateException(null, new IOException("the disk is full")),
                new IllegalStateException("first\n  second"));
        Iterator<RuntimeException> next = failures.iterator();
        MessageSource broker = new Silence() {
            @Override
            public void publish(String topic, byte[] payload, int qos, boolean retained) {
                throw next.next();
            }
        };
        int port = FreePort.find();
        try (DefaultCamelContext context = new DefaultCamelContext();
                PageServer server = new PageServer(context, broker, Silence.settings(port, "lab"))) {
            server.start();
            server.listen();
            try (PageClient browser = new PageClient(port)) {
                for (String reason : List.of("Illegal State", "IO Failure", "the disk is full", "first second")) {
                    assertThat(browser.ask(publish("x")).get("error")).isEqualTo(reason);
                }
            }
        }
    }

    private static String publish(String topic) {
        return "\"do\":\"publish\",\"topic\":\"" + topic + "\",\"payload\":\"x\",\"qos\":1,\"retained\":false";
    }
}
