package dev.piroutes.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.piroutes.board.VirtualBoard;
import dev.piroutes.kit.LogLines;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.Test;

class DeviceLinesTest {

    @Test
    void saysAgainOnlyWhatIsOtherwise() throws Exception {
        try (VirtualBoard board = new VirtualBoard();
                DefaultCamelContext context = new DefaultCamelContext();
                LogLines log = new LogLines(DeviceLines.class.getName())) {
            context.getRegistry().bind("board", board);
            add(context, "a", "gpio:21");
            add(context, "b", "gpio:22");
            context.start();
            DeviceLines lines = new DeviceLines(context);

            lines.log();
            assertThat(log.lines()).containsExactly("device   a: in GP21", "device   b: in GP22");

            lines.log();
            assertThat(log.lines()).hasSize(2);

            context.getRouteController().stopRoute("b");
            context.removeRoute("b");
            add(context, "b", "gpio:23");
            lines.log();
            assertThat(log.lines()).hasSize(3).endsWith("device   b: in GP23");
        }
    }

    private static void add(CamelContext context, String id, String uri) throws Exception {
        String text = "- route:\n    id: " + id + "\n    from:\n      uri: " + uri
                + "\n      steps:\n        - log: {message: x}\n";
        PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString("file:" + id + ".camel.yaml", text));
    }
}
