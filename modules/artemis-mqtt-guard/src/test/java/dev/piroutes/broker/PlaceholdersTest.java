package dev.piroutes.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class PlaceholdersTest {
    @Test
    void takesTheValueElseTheDefault() {
        String filled = Placeholders.fill("${a:1} ${b:2} ${c:}", Map.of("a", "x"), "f");

        assertThat(filled).isEqualTo("x 2 ");
    }

    @Test
    void escapesForXml() {
        String filled = Placeholders.fill("<d>${a}</d>", Map.of("a", "/tmp/a&b<$1"), "f");

        assertThat(filled).isEqualTo("<d>/tmp/a&amp;b&lt;$1</d>");
    }

    @Test
    void namesTheLineOfAnUnknownName() {
        assertThatThrownBy(() -> Placeholders.fill("one\ntwo ${a}", Map.of(), "f.xml"))
                .isInstanceOf(BrokerException.class)
                .hasMessage("f.xml, line 2: ${a} has no value; write ${a:DEFAULT}");
    }
}
