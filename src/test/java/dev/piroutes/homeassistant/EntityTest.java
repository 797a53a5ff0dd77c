package dev.piroutes.homeassistant;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Values that are no text, and what is said in the words of Home Assistant only. */
class EntityTest {

    @Test
    void listsNumbersAndFlagsAreNoTextInJson() {
        Map<String, Object> config = new Entity(
                        "mode",
                        Map.of(
                                "device", "#fan",
                                "platform", "select",
                                "command_topic", "fan/cmd",
                                "options", " slow,  fast ,off",
                                "optimistic", "true",
                                "qos", "1"))
                .config("Fan", true);

        assertThat(config)
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "platform",
                        "select",
                        "unique_id",
                        "Fan-mode",
                        "command_topic",
                        "fan/cmd",
                        "options",
                        List.of("slow", "fast", "off"),
                        "optimistic",
                        true,
                        "qos",
                        new BigDecimal(1)));
    }

    @Test
    void aTriggerIsNoEntityAndHasNoId() {
        assertThat(new Entity("ring", Map.of("device", "#bell", "platform", "device_automation", "topic", "bell"))
                        .config("Bell", false))
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("platform", "device_automation", "automation_type", "trigger", "topic", "bell"));
    }

    @Test
    void aTemplateThatIsMoreThanAnExpressionStaysAsItIs() {
        String template = "{% if value == '0' %}OFF{% else %}ON{% endif %}";

        assertThat(new Entity("lamp", Map.of("platform", "light", "state_value_template", template)).config("L", false))
                .containsEntry("state_value_template", template);
    }

    @Test
    void theStateOfAPinTakesThePlaceOfTheAnswerOnlyWhereItIsKept() {
        Entity led = new Entity(
                "led",
                Map.of(
                        "platform",
                        "binary_sensor",
                        "state_topic",
                        "led/ack",
                        "pin",
                        "20",
                        "pin_state_topic",
                        "led/state"));

        assertThat(led.config("L", false)).containsEntry("state_topic", "led/ack");
        assertThat(led.config("L", true))
                .containsEntry("state_topic", "led/state")
                .doesNotContainKeys("pin", "pin_state_topic");
    }
}
