#!/bin/sh
# Runs in the guest. Prints a line for each case, "ok" or "FAILED"; exits non-zero if any failed.
J="$(ls -d /usr/lib/jvm/java-*/bin/java | head -1) -Xmx256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xshare:auto -Dlogback.configurationFile=/app/logback.xml -cp /app/classes:/app/test-classes:/app/lib/* dev.piroutes.board.PiBoardContract"
RC=0
ok() { echo "ok $1"; }
failed() { echo "FAILED $1"; RC=1; }
expect() { # NAME PATTERN FILE
  if grep -q "$2" "$3"; then ok "$1"; else failed "$1: expected '$2', but got:"; tail -5 "$3"; fi
}
holding() { # PIN TIME: starts a process that holds it and waits until it does
  $J hold $1 ${2:-PT0S} > /tmp/hold 2>&1 & HOLDER=$!
  i=0; while ! grep -q HOLDING /tmp/hold && [ $i -lt 300 ]; do sleep 0.2; i=$((i + 1)); done
}

contract() { $J contract || RC=1; }

# The level after the release is not to be seen on gpio-sim: it resets a line to its pull. The trace shows the write.
sigterm() {
  T=/sys/kernel/tracing
  echo 1 > $T/events/gpio/gpio_value/enable
  holding 20
  echo > $T/trace
  kill -TERM $HOLDER; wait $HOLDER
  grep gpio_value $T/trace > /tmp/trace
  expect "SIGTERM drives the shutdown level" 'set 0' /tmp/trace
  echo 0 > $T/events/gpio/gpio_value/enable
}

unprivileged() {
  chmod 600 /dev/gpiochip*
  su student -c "$J open pi" > /tmp/out 2>&1
  expect "a user outside of group gpio is told what to do" "^ERROR no permission to use /dev/gpiochip0: run 'sudo usermod -aG gpio student'" /tmp/out
  su student -c "$J open auto" > /tmp/out 2>&1
  expect "auto does not simulate for that user" "^ERROR no permission" /tmp/out
  chgrp 1000 /dev/gpiochip*; chmod 660 /dev/gpiochip*
  su student -c "$J open auto" > /tmp/out 2>&1
  expect "a user of the group needs no root" "^PIN opened" /tmp/out
  expect "auto says that the board is real" "^BOARD Raspberry Pi 4 Model B Rev 1.4 (Pi4J gpiod)" /tmp/out
}

busy() {
  CHIP=$(gpiodetect | sed -n 's/ .*pinctrl.*//p')
  gpioset --mode=signal $CHIP 5=1 & OTHER=$!
  sleep 1
  $J open pi > /tmp/out 2>&1
  expect "a pin in use by another program is told" "^ERROR gpio:5: in use by another program ('gpioset'); stop it" /tmp/out
  $J taken > /tmp/out 2>&1
  expect "and known before a start" "^TAKEN \[gpio:5: in use by another program ('gpioset'); stop it[^,]*, or use another pin ([^,]*)\]$" /tmp/out
  kill $OTHER; wait $OTHER 2>/dev/null
}

# Each press bounces, and changes the LED once.
routes() {
  ${J% *} dev.piroutes.gpio.PiGpioRoutes > /tmp/out 2>&1
  expect "a route on real pins: ten presses of a bouncing button toggle the LED ten times" "^TEN PRESSES" /tmp/out
  expect "a restarted route takes its pins again" "^RESTARTED" /tmp/out
}

nochip() {
  echo 0 > /config/gpio-sim/pi/live
  $J open pi > /tmp/out 2>&1
  expect "no chip of a Pi is told" "^ERROR no GPIO chip of a Raspberry Pi on 'Raspberry Pi 4 Model B Rev 1.4': no /dev/gpiochip" /tmp/out
}

# Loopback, and the user that the package makes.
as_user() {
  ip link set lo up || ifconfig lo 127.0.0.1 up
  echo 'pi-routes:x:110:110::/var/lib/pi-routes:/bin/sh' >> /etc/passwd
  printf 'pi-routes:x:110:\ngpio:x:997:pi-routes\n' >> /etc/group
  mkdir -p /var/lib/pi-routes; chown 110:110 /var/lib/pi-routes; chmod 750 /var/lib/pi-routes
  chown root:gpio /dev/gpiochip*; chmod 660 /dev/gpiochip*
  export JAVA_HOME=$(ls -d /usr/lib/jvm/java-*-openjdk-* | head -1)
  export JAVA_OPTS="-Xmx256m -XX:TieredStopAtLevel=1"
}

# The whole lab, as the package's service has it: a finger on GP21 of the kernel's chip, seen at GP20 and on MQTT (the
# monitor is one more MQTT client). Its user is in the group gpio, which has the pins, and has no other right.
lab() {
  as_user
  as_service run --gpio.board=pi --page.port=0 --management.port=0 --monitor.events=true > /tmp/lab 2>&1 & LAB=$!
  awaiting "ready    after"
  # On a slow machine devices connect later; a command goes to who has subscribed.
  awaiting "csc2106/devB/status is online"
  grep -E '^(Uid|Gid|Groups|CapEff)' /proc/$LAB/status | tr '\t\n' '  ' > /tmp/rights; cat /tmp/rights; echo
  expect "the process has the service's user, the group gpio and nothing else" \
    '^Uid: 110 110 110 110 Gid: 110 110 110 110 Groups: \(110 \)\{0,1\}997 *CapEff: 0000000000000000' /tmp/rights
  press ON
  [ "$(cat $SIM/sim_gpio20/value)" = 1 ] && ok "the press lit the LED" || failed "GP20 is $(cat $SIM/sim_gpio20/value)"
  sleep 2
  press OFF
  [ "$(cat $SIM/sim_gpio20/value)" = 0 ] && ok "the next press put it out" || failed "GP20 is $(cat $SIM/sim_gpio20/value)"
  kill -TERM $LAB; wait $LAB
  cat /tmp/lab
  expect "the board is real" "board    Raspberry Pi 4 Model B Rev 1.4 (Pi4J gpiod)" /tmp/lab
  expect "the press went out" "GP21 pressed" /tmp/lab
  expect "the acknowledgement came over MQTT" "csc2106/led/ack ON" /tmp/lab
  expect "outputs are safe after SIGTERM" "outputs are in their shutdown state" /tmp/lab
  expect "the device says offline" "PicoB: published offline" /tmp/lab

  # What the unit does after a crash. gpio-sim resets a line that is given back: the trace shows the write.
  T=/sys/kernel/tracing
  echo 1 > $T/events/gpio/gpio_value/enable; echo > $T/trace
  (as_service safe --gpio.board=pi) > /tmp/safe 2>&1 || failed "safe: exit code $?"
  cat /tmp/safe
  expect "safe names the output" "GP20 is OFF" /tmp/safe
  grep gpio_value $T/trace > /tmp/trace
  expect "safe drives it on the kernel's line" 'set 0' /tmp/trace
  echo 0 > $T/events/gpio/gpio_value/enable
}
# What the kernel's own drivers measure, of chips that i2c-stub simulates: it keeps the registers that i2cset writes.
sensors() {
  for module in i2c-smbus i2c-dev i2c-stub lm75 jc42 industrialio kfifo_buf industrialio-triggered-buffer ti-ads1015 bmp280 bmp280-i2c \
      ina2xx gpio-pcf857x; do
    case $module in i2c-stub) options="chip_addr=0x18,0x20,0x40,0x48,0x49,0x76" ;; *) options= ;; esac
    insmod /mod/$module.ko $options || failed "insmod $module"
  done
  BUS=$(grep -l 'SMBus stub' /sys/class/i2c-dev/*/name | sed 's/.*i2c-\([0-9]*\).*/\1/')
  # LM75 and MCP9808: 21.5 °C. INA219: 5 V. ADS1115: 0.75 V.
  word 0x48 0 0x1580; word 0x18 5 0x0158; word 0x18 6 0x0054; word 0x18 7 0x0400
  word 0x40 2 0x2710; word 0x49 0 0x2ee0
  # BMP280: the example of its data sheet, which is 25.08 °C and 1006.53 hPa.
  block 0x76 0x88 0x70 0x6b 0x43 0x67 0x18 0xfc 0x7d 0x8e 0x43 0xd6 0xd0 0x0b 0x27 0x0b 0x8c 0x00 0xf9 0xff 0x8c 0x3c 0xf8 0xc6 0x70 0x17
  block 0x76 0xf7 0x65 0x5a 0xc0 0x7e 0xed 0x00
  /usr/sbin/i2cset -f -y $BUS 0x76 0xd0 0x58 b
  bits 0xff
  for chip in "lm75 0x48" "jc42 0x18" "ina219 0x40" "ads1115 0x49" "bmp280 0x76" "pcf8574 0x20"; do
    echo $chip > /sys/bus/i2c/devices/i2c-$BUS/new_device || failed "$chip"
  done
  as_user
  (as_service sensor list) > /tmp/list 2>&1; cat /tmp/list
  expect "an LM75 is listed with its value" 'sensor:hwmon:lm75 .*21.50' /tmp/list
  expect "an MCP9808, under its driver's name" 'sensor:hwmon:jc42 .*21.50' /tmp/list
  expect "an INA219" 'sensor:hwmon:ina219/in1 .*5' /tmp/list
  expect "an ADS1115" 'sensor:iio:ads1015/voltage0 .*0.750' /tmp/list
  expect "a BMP280, as its data sheet has it" 'sensor:iio:bmp280/temperature .*25.0' /tmp/list
  expect "its pressure" 'sensor:iio:bmp280/pressure .*1006.5' /tmp/list

  mkdir -p /var/lib/pi-routes/routes
  cp /app/sensors.camel.yaml /var/lib/pi-routes/routes/; chown -R 110:110 /var/lib/pi-routes
  as_service run --routes.dir=routes --gpio.board=pi --page.port=0 --management.port=0 > /tmp/lab 2>&1 & LAB=$!
  awaiting "ready    after"
  awaiting "bench/lm75 21.50"
  awaiting "bench/bmp280 25.08"
  awaiting "bench/ads1115 0.750"
  ok "three kinds of chips are published"
  word 0x48 0 0x1e00; awaiting "bench/lm75 30"; ok "a value that moves is published"
  echo 0x48 > /sys/bus/i2c/devices/i2c-$BUS/delete_device; awaiting "sensor:hwmon:lm75: "
  word 0x48 0 0x1900; echo lm75 0x48 > /sys/bus/i2c/devices/i2c-$BUS/new_device; awaiting "bench/lm75 25"
  ok "a chip that was away is read again"

  echo pull-down > $EXPANDER/sim_gpio5/pull; awaiting "bench/expander ON"
  [ "$(cat $EXPANDER/sim_gpio3/value)" = 1 ] && ok "a press at a line of another chip lit an LED at another of its lines" \
    || failed "line 3 is $(cat $EXPANDER/sim_gpio3/value)"
  echo pull-up > $EXPANDER/sim_gpio5/pull; awaiting "bench/expander OFF"; ok "and its release"
  bits 0xfe; awaiting "bench/pcf8574 ON"; bits 0xff; awaiting "bench/pcf8574 OFF"
  ok "a chip without an interrupt is read again and again"
  kill -TERM $LAB; wait $LAB
  [ "$(cat $EXPANDER/sim_gpio3/value)" = 0 ] && ok "the expander's outputs are safe after SIGTERM" || failed "line 3 is on"
  cat /tmp/lab
}
word() { # CHIP REGISTER VALUE: the first byte first, as these chips have it
  /usr/sbin/i2cset -f -y $BUS $1 $2 $(( ($3 & 0xff) << 8 | $3 >> 8 )) w || failed "i2cset $*"
}
block() { # CHIP REGISTER BYTES
  chip=$1; register=$2; shift 2
  /usr/sbin/i2cset -f -y $BUS $chip $register "$@" i || failed "i2cset $chip $register"
}
bits() { # BYTE: what the PCF8574 reads; the stub reads its registers one after the other
  register=0
  while [ $register -lt 256 ]; do
    block 0x20 $register $1 $1 $1 $1 $1 $1 $1 $1 $1 $1 $1 $1 $1 $1 $1 $1
    register=$((register + 16))
  done
}
as_service() { # busybox's su becomes what it runs, so that $! is the program
  cd /var/lib/pi-routes
  exec su pi-routes -c "exec pi-routes $*"
}
press() { # ON|OFF: what the acknowledgement says then
  echo pull-down > $SIM/sim_gpio21/pull; awaiting "csc2106/led/ack $1"; echo pull-up > $SIM/sim_gpio21/pull
}
awaiting() { # PATTERN: in the lab's log, two minutes at most; what it says if it does not come
  i=0; while ! grep -q "$1" /tmp/lab 2>/dev/null && [ $i -lt 600 ]; do sleep 0.2; i=$((i + 1)); done
  [ $i -lt 600 ] || { failed "no \"$1\""; cat /tmp/lab; }
}

# On the emulated Pi 3B: pi3_levels.py reads the pin from outside at each HOSTCHECK.
pi3() {
  sleep 1; echo "HOSTCHECK before"; sleep 3
  holding 20 PT5S
  cat /tmp/hold
  expect "the board is recognised" "HOLDING on Raspberry Pi 3 Model B" /tmp/hold
  echo "HOSTCHECK on"; sleep 3
  kill -TERM $HOLDER
  while ! grep -q SAFE /tmp/hold; do sleep 0.1; done
  echo "HOSTCHECK after-sigterm"; wait $HOLDER
  echo "HOSTCHECK after-release"; sleep 3
  echo "### done"
}

case ${1:-all} in
  all) contract; sigterm; unprivileged; busy; routes; nochip ;;
  *) $1 ;;
esac
exit $RC
