package dev.piroutes.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class PropertyTest {

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "plain",
                "p{{x",
                "x}}y",
                "{{env:HOME}}",
                "{{mqtt.password}}",
                "a\\b",
                "ab\\",
                "\\{{x\\}}",
                "${x}",
                "RAW(x",
                "%41",
                "#",
                " blanks ",
                "Küche"
            })
    void isAsItWasGiven(String value) {
        CamelContext context = new DefaultCamelContext();
        Properties settings = new Properties();
        if (value != null) {
            settings.setProperty("mqtt.password", value);
        }
        context.getPropertiesComponent().setOverrideProperties(settings);

        assertThat(Property.of(context, "mqtt.password")).isEqualTo(value);
        char[] password = Credentials.of(context, "PicoB").password();
        assertThat(password == null ? null : new String(password)).isEqualTo(value);
    }
}
