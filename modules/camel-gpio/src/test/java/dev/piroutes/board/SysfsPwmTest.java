package dev.piroutes.board;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against files that look like the kernel's; never tested on the hardware of a Pi. */
class SysfsPwmTest {
    private static final String PI4 = "Raspberry Pi 4 Model B";

    @TempDir
    Path root;

    private Path chip(String name, int channels) throws IOException {
        Path chip = Files.createDirectories(root.resolve(name));
        Files.writeString(chip.resolve("npwm"), channels + "\n");
        for (int i = 0; i < channels; i++) {
            Files.createDirectories(chip.resolve("pwm" + i));
        }
        return chip;
    }

    @Test
    void dimsTheChannelOfThePin() throws Exception {
        Path channel = chip("pwmchip0", 2).resolve("pwm1");

        SysfsPwm pwm = SysfsPwm.open(root, PI4, 13, 1_000, Level.LOW);
        assertThat(channel.resolve("period")).hasContent("1000000");
        assertThat(channel.resolve("duty_cycle")).hasContent("0");
        assertThat(channel.resolve("enable")).hasContent("1");
        pwm.high(25);

        assertThat(channel.resolve("duty_cycle")).hasContent("250000");
        assertThat(pwm.high()).isEqualTo(25);
    }

    @Test
    void pi5HasOtherChannels() throws Exception {
        Path channel = chip("pwmchip0", 4).resolve("pwm3");

        SysfsPwm.open(root, "Raspberry Pi 5 Model B Rev 1.0", 19, 1_000, Level.HIGH);

        assertThat(channel.resolve("duty_cycle")).hasContent("1000000");
    }

    @Test
    void makingSafeEndsDimming() throws Exception {
        chip("pwmchip0", 2);
        SysfsPwm pwm = SysfsPwm.open(root, PI4, 18, 1_000, Level.LOW);
        pwm.high(80);

        pwm.makeSafe();
        pwm.high(50);

        assertThat(pwm.high()).isZero();
    }

    @Test
    void pinWithoutPwmIsTold() {
        assertThatThrownBy(() -> SysfsPwm.open(root, PI4, 20, 1_000, Level.LOW))
                .hasMessage("gpio:20: no hardware PWM on this pin; use 12, 13, 18 or 19");
    }

    @Test
    void kernelWithoutPwmIsTold() {
        assertThatThrownBy(() -> SysfsPwm.open(root, PI4, 18, 1_000, Level.LOW))
                .isInstanceOf(BoardException.class)
                .hasMessage("gpio:18: the kernel has no PWM for it; add 'dtoverlay=pwm-2chan' to"
                        + " /boot/firmware/config.txt and restart the Pi");
    }
}
