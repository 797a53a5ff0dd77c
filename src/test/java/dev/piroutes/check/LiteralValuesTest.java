package dev.piroutes.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LiteralValuesTest {

    private static String resolve(String value, String text) {
        CamelContext context = new DefaultCamelContext();
        new ProgramContext().configure(context);
        Properties settings = new Properties();
        settings.setProperty("secret", value);
        settings.setProperty("other", "x");
        context.getPropertiesComponent().setOverrideProperties(settings);
        return context.resolvePropertyPlaceholders(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "p{{x",
                "x}}y",
                "{{x}}",
                "{{env:HOME}}",
                "{{other}}",
                "{{?other}}",
                "{{secret}}",
                "}}",
                "{{",
                "{",
                "}",
                "}}}}",
                "{{{{",
                "{{ a }}{{ b }}",
                "'{{'",
                "\"}}\"",
                "a\\b",
                "ab\\",
                "\\",
                "\\\\",
                "\\\\\\",
                "a\\bc",
                "\\{{",
                "\\}}",
                "\\{{x\\}}",
                "\\\\{{x\\\\}}",
                "C:\\Temp\\new",
                "${x}",
                "$${x}",
                "RAW(x",
                "RAW(x)",
                "RAW{x}",
                "%41",
                "%",
                "#",
                "#bean:x",
                "a&b=c?d",
                "+ +",
                " leading",
                "trailing ",
                "\ttab",
                "Küche äöü ß",
                "日本語",
                "😀",
                "a:b",
                "?nested=true",
                "@@[x]@@",
                "simple{body}"
            })
    void aValueIsAValue(String value) {
        assertThat(resolve(value, "{{secret}}")).isEqualTo(value);
        assertThat(resolve(value, "{{?secret}}")).isEqualTo(value);
        assertThat(resolve(value, "<{{secret}}|{{other}}|{{secret}}{{other}}>"))
                .isEqualTo("<" + value + "|x|" + value + "x>");
        assertThat(resolve(value, "{{none:{{secret}}}}")).isEqualTo(value);
    }

    @Test
    void aTextHasPlaceholdersAndEscapes() {
        assertThat(resolve("v", "{{secret}} \\{{ value_json.t \\}} {{none:default}}"))
                .isEqualTo("v {{ value_json.t }} default");
    }

    @Test
    void aBodyHasThem() throws Exception {
        CamelContext context = new DefaultCamelContext();
        try {
            new ProgramContext().configure(context);
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:body").setBody(constant("\\{{ value_json.t \\}}"));
                }
            });
            context.start();
            assertThat(context.createProducerTemplate().requestBody("direct:body", "", String.class))
                    .isEqualTo("{{ value_json.t }}");
        } finally {
            context.stop();
        }
    }
}
