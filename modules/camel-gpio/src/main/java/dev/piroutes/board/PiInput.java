package dev.piroutes.board;

import com.pi4j.context.Context;
import com.pi4j.io.gpio.digital.DigitalInput;
import com.pi4j.io.gpio.digital.DigitalInputConfig;
import com.pi4j.io.gpio.digital.DigitalInputProvider;
import com.pi4j.library.gpiod.internal.GpioDContext;
import com.pi4j.library.gpiod.internal.GpioLine;
import com.pi4j.plugin.gpiod.provider.gpio.digital.GpioDDigitalInput;
import com.pi4j.plugin.gpiod.provider.gpio.digital.GpioDDigitalInputProviderImpl;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.CompletableFuture;

/**
 * Pi4J's gpiod input without its monitor task, in place of which {@link LineWatcher} reads the line. The task has three
 * faults: it ends at once if it runs before its own Future has been stored, it hides an edge that follows a lost one,
 * and it keeps the line requested after shutdown.
 */
final class PiInput extends GpioDDigitalInput {
    private final GpioLine line;

    private PiInput(GpioLine line, DigitalInputProvider provider, DigitalInputConfig config) {
        super(line, provider, config);
        this.line = line;
    }

    GpioLine line() {
        return line;
    }

    @Override
    public DigitalInput initialize(Context context) {
        return super.initialize(withoutTasks(context));
    }

    @Override
    public DigitalInput shutdown(Context context) {
        super.shutdown(context);
        GpioDContext.getInstance().closeLine(line);
        return this;
    }

    private static Context withoutTasks(Context context) {
        return (Context) Proxy.newProxyInstance(
                PiInput.class.getClassLoader(), new Class<?>[] {Context.class}, (p, method, args) -> {
                    if (method.getName().equals("submitTask")) {
                        return CompletableFuture.completedFuture(null);
                    }
                    try {
                        return method.invoke(context, args);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    /** Makes such inputs, in place of Pi4J's own provider. */
    static final class Provider extends GpioDDigitalInputProviderImpl {
        @Override
        public DigitalInput create(DigitalInputConfig config) {
            GpioLine line = GpioDContext.getInstance().getOrOpenLine(config.address());
            PiInput input = new PiInput(line, this, config);
            context.registry().add(input);
            return input;
        }
    }
}
