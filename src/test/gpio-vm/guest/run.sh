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

# The whole lab, as the package's service has it: a finger on GP21 of the kernel's chip, seen at GP20 and on MQTT (the
# monitor is one more MQTT client). Its user is in the group gpio, which has the pins, and has no other right.
lab() {
  ip link set lo up || ifconfig lo 127.0.0.1 up
  echo 'pi-routes:x:110:110::/var/lib/pi-routes:/bin/sh' >> /etc/passwd
  printf 'pi-routes:x:110:\ngpio:x:997:pi-routes\n' >> /etc/group
  mkdir -p /var/lib/pi-routes; chown 110:110 /var/lib/pi-routes; chmod 750 /var/lib/pi-routes
  chown root:gpio /dev/gpiochip*; chmod 660 /dev/gpiochip*
  export JAVA_HOME=$(ls -d /usr/lib/jvm/java-*-openjdk-* | head -1)
  export JAVA_OPTS="-Xmx256m -XX:TieredStopAtLevel=1"
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
as_service() { # busybox's su becomes what it runs, so that $! is the program
  cd /var/lib/pi-routes
  exec su pi-routes -c "exec pi-routes $*"
}
press() { # ON|OFF: what the acknowledgement says then
  echo pull-down > $SIM/sim_gpio21/pull; awaiting "csc2106/led/ack $1"; echo pull-up > $SIM/sim_gpio21/pull
}
awaiting() { # PATTERN: in the lab's log, two minutes at most; what it says if it does not come
  i=0; while ! grep -q "$1" /tmp/lab && [ $i -lt 600 ]; do sleep 0.2; i=$((i + 1)); done
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
