package dev.piroutes.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the panel makes of templates and names, and how often a slider speaks. */
class PanelScriptTest {

    @TempDir
    Path folder;

    private PageScript script;

    @BeforeEach
    void copy() throws Exception {
        script = new PageScript(folder);
        for (String name : new String[] {"template", "words", "pace"}) {
            script.copy("/page/" + name + ".js", name + ".mjs");
        }
    }

    @Test
    void simpleTemplatesAreUnderstoodAndOthersAreNot() throws Exception {
        assertThat(script.run(
                        """
                import { template } from './template.mjs';
                const said = (source, payload) => console.log(template(source) === null ? 'no' : template(source)(payload));
                said('value', 'x');
                said('{{ value_json.a.b | round(1) }}', '{"a":{"b":21.449}}');
                said('{{ value_json.a | int }}', '{"a":"3.7"}');
                said("{{ value_json['a b'][0] | float }}", '{"a b":[5]}');
                said("{{ 'OFF' if value == '0' else 'ON' }}", '0');
                said("{% if value_json.t > 20.5 %}warm{% else %}cold{% endif %}", '{"t":21}');
                said('{{ value_json.a }}', '{}');
                said('{{ value_json.a }}', 'no JSON');
                said('{{ value | upper }}', 'x');
                said("{{ states('sensor.a') }}", 'x');
                """,
                        "the panel's templates"))
                .isEqualToIgnoringNewLines("x\n21.4\n3\n5\nOFF\nwarm\nnull\nnull\nno\nno\n");
    }

    @Test
    void namesAreClear() throws Exception {
        assertThat(script.run(
                        """
                import { entityName, named } from './words.mjs';
                console.log(entityName({ platform: 'light', name: 'dimmer-command', id: 'a' }, 'Dimmer'));
                console.log(entityName({ platform: 'button', name: 'blinker-command SLOW', id: 'a' }, 'Blinker'));
                console.log(entityName({ platform: 'binary_sensor', device_class: 'garage_door', id: 'a' }, 'Door'));
                console.log(entityName({ platform: 'switch', name: 'Lamp', id: 'a' }, 'Lamp'));
                console.log(entityName({ platform: 'switch', id: 'hall-lamp' }, 'Pi (1)'));
                console.log(named('iio:bme280/temperature'));
                """,
                        "the panel's names"))
                .isEqualToIgnoringNewLines("Light\nSLOW\nGarage door\nLamp\nHall lamp\nTemperature\n");
    }

    @Test
    void aSliderIsSentSeldomAndItsLastValueAlways() throws Exception {
        assertThat(script.run(
                        """
                import { paced } from './pace.mjs';
                const sent = [];
                const send = paced(20, async (value) => { sent.push(value); });
                for (let i = 0; i <= 100; i++) {
                  send(i);
                }
                await new Promise((resolve) => { setTimeout(function look() {
                  if (sent.includes(100)) { resolve(); } else { setTimeout(look, 5); }
                }, 5); });
                console.log(sent.join(' '));
                """,
                        "the panel's sliders"))
                .isEqualToIgnoringNewLines("0 100\n");
    }
}
