package dev.piroutes.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.piroutes.board.BoardException;
import java.io.FileNotFoundException;
import java.util.List;
import org.apache.camel.FailedToStartRouteException;
import org.apache.camel.NoSuchBeanException;
import org.apache.camel.NoSuchEndpointException;
import org.apache.camel.PropertyBindingException;
import org.apache.camel.ResolveEndpointFailedException;
import org.junit.jupiter.api.Test;

class ExplainTest {

    @Test
    void saysTheInnermostCauseOnOneLine() {
        Exception failure = new RuntimeException("outer", new IllegalStateException("first\n  second"));
        assertThat(Explain.inOneLine(failure)).isEqualTo("first second");
    }

    @Test
    void ourOwnWordsWin() {
        Exception own = new BoardException("port 1883 is in use");
        own.initCause(new java.net.BindException("Address already in use"));
        assertThat(Explain.inOneLine(new RuntimeException(own))).isEqualTo("port 1883 is in use");
    }

    @Test
    void namesRouteFileAndLine() {
        Exception failure = new FailedToStartRouteException(
                "led-command", "(source: led.camel.yaml:14)", new IllegalArgumentException("no such pin"));
        assertThat(Explain.inOneLine(failure)).isEqualTo("led.camel.yaml:14: route led-command: no such pin");
    }

    @Test
    void saysInPlainWordsWhatCamelSaysInItsOwn() {
        assertThat(Explain.inOneLine(new NoSuchBeanException("dorbell")))
                .isEqualTo("there is no bean \"dorbell\"; declare it under beans:, or correct its name");
        assertThat(Explain.inOneLine(new NoSuchEndpointException("gpoi://17?pull=up")))
                .isEqualTo("there is no component \"gpoi\"; is its name spelt right?");
        assertThat(
                        Explain.inOneLine(
                                new ResolveEndpointFailedException(
                                        "gpio://17?activLow=true",
                                        "There are 1 parameters that couldn't be set on the endpoint. Unknown parameters=[{activLow=true}]")))
                .isEqualTo("gpio has no option activLow; see the documentation of the component");
    }

    @Test
    void saysWhatAKameletLacks() {
        assertThat(Explain.inOneLine(new FileNotFoundException(
                        "Resource not found: file:routes,classpath:kamelets/gpio-led-sync.kamelet.yaml")))
                .isEqualTo("there is no Kamelet \"gpio-led-sync\"; is its name spelt right?");
        assertThat(
                        Explain.inOneLine(
                                new IllegalArgumentException(
                                        "Route template gpio-relay-sink the following mandatory parameters must be provided: maxOnTime")))
                .isEqualTo("kamelet:gpio-relay-sink needs the parameter maxOnTime");
    }

    @Test
    void namesAClassThatIsNotThere() {
        assertThat(Explain.inOneLine(new RuntimeException(new ClassNotFoundException("a.Devise"))))
                .isEqualTo("there is no class a.Devise; is its name spelt right?");
    }

    @Test
    void anExceptionWithoutAMessageIsNamed() {
        assertThat(Explain.inOneLine(new NullPointerException())).isEqualTo("Null Pointer");
    }

    @Test
    void hidesPasswordsAndHashCodes() {
        assertThat(Explain.inOneLine(new RuntimeException("no bean X@62573c86 for paho:a?password=secret&qos=1")))
                .doesNotContain("secret")
                .doesNotContain("62573c86");
    }

    @Test
    void hidesTheValuesThatCamelRepeats() {
        assertThat(List.of(
                        new PropertyBindingException("bean", "pasword", "secret) with name: secret"),
                        new IllegalArgumentException(
                                "Property with key [x] not found in properties from text: secret{{x}}"),
                        new IllegalArgumentException("Missing }} from the text: secret{{"),
                        new ResolveEndpointFailedException(
                                "vertx-http:http://a?pasword=secret",
                                "Unknown parameters=[{pasword=secret, b=secret}]")))
                .extracting(Explain::inOneLine)
                .allSatisfy(line -> assertThat(line).isNotBlank().doesNotContain("secret"));
        assertThat(WithoutValues.of("Caused by: a\nFailed to resolve endpoint: a:b?c=secret due to: d\n\tat e"))
                .isEqualTo("Caused by: a\nFailed to resolve endpoint: a:b due to: d\n\tat e");
    }
}
