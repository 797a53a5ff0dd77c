package dev.piroutes.timer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.Test;

class SteadyTimersTest {

    /** Bound as the program binds it: Camel takes it for {@code timer}, with its options, and it fires and ends. */
    @Test
    void isTheTimerOfCamel() throws Exception {
        Main main = new Main();
        main.bind("timer-component", new SteadyTimers());
        main.configure().addRoutesBuilder(new RouteBuilder() {
            @Override
            public void configure() {
                from("timer:a?period=10&repeatCount=3&includeMetadata=true").to("mock:a");
            }
        });
        main.start();
        try {
            assertThat(main.getCamelContext().getComponent("timer")).isInstanceOf(SteadyTimers.class);
            MockEndpoint mock = main.getCamelContext().getEndpoint("mock:a", MockEndpoint.class);
            mock.expectedMinimumMessageCount(3);
            MockEndpoint.assertIsSatisfied(main.getCamelContext(), 20, TimeUnit.SECONDS);
            assertThat(mock.getReceivedExchanges().get(0).getProperty("CamelTimerPeriod", Long.class))
                    .isEqualTo(10L);
        } finally {
            main.stop();
        }
        // It has been told to end.
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().contains("timer-a")) {
                thread.join(20_000);
                assertThat(thread.isAlive()).as(thread.getName()).isFalse();
            }
        }
    }
}
