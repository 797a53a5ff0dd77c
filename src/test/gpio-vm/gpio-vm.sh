#!/bin/bash
# Runs the board's contract suite on a real kernel, without a Raspberry Pi: boots an arm64 Debian kernel under QEMU with
# the kernel's own simulated GPIO chip (gpio-sim), labelled as a Pi's, and starts a JVM in the guest.
#
# usage: gpio-vm.sh build     make the guest's image (once: about 1 minute and 350 MB of cache)
#        gpio-vm.sh contract  run dev.piroutes.board.PiBoardContract in the guest, scenario by scenario
#        gpio-vm.sh pi3       run it on an emulated Raspberry Pi 3B with its own driver
#        gpio-vm.sh lab       run what the Debian package installs there, as the service's user: broker, both devices, a
#                             press on a line of the kernel. The guest has no dpkg: the package is unpacked into it, and
#                             the guest does what the package's scripts and its udev rule do
#        gpio-vm.sh sensors   run the same program there with what the kernel's own drivers measure: chips on a simulated I2C
#                             bus (i2c-stub), an expander, a second GPIO chip
#        gpio-vm.sh           all of these
# Needs the project built before: ./mvnw -Pdist -DskipTests package
# environment: GPIO_VM_CACHE  where the image is kept (default ~/.cache/pi-routes/gpio-vm)
#              GPIO_VM_TIMEOUT  seconds that a guest may take (default 900: beside busy programs it takes five times as long)
# exit code: 0 all green, 1 a scenario failed, 77 skipped because this machine cannot do it
set -euo pipefail
HERE=$(cd "$(dirname "$0")" && pwd)
ROOT=$(cd "$HERE/../../.." && pwd)
W=${GPIO_VM_CACHE:-$HOME/.cache/pi-routes/gpio-vm}
T=${GPIO_VM_TIMEOUT:-900}
# Raise it when the way in which the image is built changes.
IMAGE=3

say() { echo "[$(date +%T)] $*"; }
skip() { echo "##### gpio-vm: SKIPPED, the pins were NOT tested on a real kernel: $*" >&2; exit 77; }
arm64_apt() { apt-get -q -c "$W/apt.conf" "$@"; }

host_packages() {
  local tool missing=
  for tool in qemu-system-aarch64 fdtput cpio aarch64-linux-gnu-gcc-12 make xz python3; do
    command -v $tool >/dev/null || missing="$missing $tool"
  done
  [ -n "$missing" ] || return 0
  command -v apt-get >/dev/null || skip "no$missing, and no apt-get"
  [ "$(id -u)" = 0 ] || skip "no$missing, and only root can install it"
  say "packages of the host"
  { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends \
      qemu-system-arm gcc-12-aarch64-linux-gnu make cpio device-tree-compiler xz-utils python3-minimal; } >/dev/null 2>&1 \
    || skip "apt-get could not install qemu-system-arm and the cross compiler"
}

# A package database of its own, for another architecture than the host's.
arm64_lists() {
  mkdir -p "$W"/apt/{lists/partial,cache/archives/partial,state}
  : > "$W/apt/state/status"
  cat > "$W/apt.conf" <<C
APT::Architecture "arm64"; APT::Architectures { "arm64"; };
APT::Install-Recommends "false"; APT::Sandbox::User "root";
Dir::State "$W/apt/state"; Dir::State::Lists "$W/apt/lists"; Dir::State::status "$W/apt/state/status";
Dir::Cache "$W/apt/cache";
Dir::Etc::sourcelist "/etc/apt/sources.list.d/debian.sources"; Dir::Etc::sourceparts "-"; Debug::NoLocking "true";
C
  arm64_apt update >/dev/null
}

download() {
  mkdir -p "$W/dl"; cd "$W/dl"
  arm64_apt download "$KPKG" "linux-headers-$KV" >/dev/null
  apt-get -qq download "linux-headers-$ABI-common" linux-kbuild-6.1 linux-source-6.1 2>/dev/null
  arm64_apt -y --download-only install openjdk-17-jre-headless busybox-static gpiod i2c-tools >/dev/null
}

# What Debian's 6.1 kernel lacks comes from Debian's own source of it: gpio-sim, the simulated I2C bus, and drivers of a power
# monitor and of an expander, as Raspberry Pi OS has them.
modules() {
  mkdir -p "$W/h" "$W/gs"; cd "$W/dl"
  for deb in linux-headers-*.deb linux-kbuild-*.deb; do dpkg-deb -x "$deb" "$W/h"; done
  dpkg-deb --fsys-tarfile linux-source-6.1_*.deb | tar xO ./usr/src/linux-source-6.1.tar.xz | xz -dcT0 \
    | tar x -C "$W/gs" --strip-components=1 --wildcards \
        '*/drivers/gpio/gpio-sim.c' '*/drivers/gpio/gpiolib.h' '*/kernel/irq/irq_sim.c' \
        '*/drivers/i2c/i2c-stub.c' '*/drivers/hwmon/ina2xx.c' '*/drivers/gpio/gpio-pcf857x.c'
  cd "$W/gs"
  cp drivers/gpio/gpio-sim.c gpio_sim_main.c
  cp drivers/gpio/{gpiolib.h,gpio-pcf857x.c} kernel/irq/irq_sim.c drivers/i2c/i2c-stub.c drivers/hwmon/ina2xx.c .
  # irq_to_desc is not exported to modules
  sed -i 's/handle_simple_irq(irq_to_desc(irqnum));/generic_handle_irq(irqnum);/' irq_sim.c
  printf 'obj-m := gpio-sim.o i2c-stub.o ina2xx.o gpio-pcf857x.o\ngpio-sim-y := gpio_sim_main.o irq_sim.o\n' > Kbuild
  sed -i "s#^include /usr/src/#include $W/h/usr/src/#" "$W/h/usr/src/linux-headers-$KV/Makefile"
  make -s -C "$W/h/usr/src/linux-headers-$KV" M="$W/gs" ARCH=arm64 CROSS_COMPILE=aarch64-linux-gnu- \
    DEB_BUILD_ARCH=amd64 DEB_HOST_ARCH=arm64 DEB_HOST_GNU_TYPE=aarch64-linux-gnu modules > "$W/modules.log" 2>&1 || true
  [ -f gpio-sim.ko ] && [ -f i2c-stub.ko ] && [ -f ina2xx.ko ] && [ -f gpio-pcf857x.ko ] || { cat "$W/modules.log"; return 1; }
}

root_fs() {
  rm -rf "$W/root"; mkdir -p "$W/k" "$W/root"; cd "$W/root"
  dpkg-deb -x "$W/dl/$KPKG"_*.deb "$W/k"
  for deb in "$W"/apt/cache/archives/*.deb; do
    case $deb in
      *fonts*|*fontconfig*|*debconf*|*ca-certificates_*|*openssl_*|*cups*|*avahi*|*glib2*|*harfbuzz*|*asound*|*gnutls*|*perl*|*/libgdbm*|*/libdb5*|*systemd*|*udev*) ;;
      *) dpkg-deb -x "$deb" . ;;
    esac
  done
  rm -rf usr/share/{doc,man,locale,lintian,info}
  mkdir -p proc sys dev tmp run config app mod etc
  printf 'root:x:0:0:root:/:/bin/sh\nstudent:x:1000:1000:student:/tmp:/bin/sh\n' > etc/passwd
  cp "$W/k/lib/modules/$KV/kernel/fs/configfs/configfs.ko" mod/
  local module
  for module in gpio-sim i2c-stub ina2xx gpio-pcf857x; do
    aarch64-linux-gnu-strip --strip-debug -o mod/$module.ko "$W/gs/$module.ko"
  done
  for module in i2c/i2c-smbus i2c/i2c-dev hwmon/lm75 hwmon/jc42 iio/industrialio iio/buffer/kfifo_buf \
      iio/buffer/industrialio-triggered-buffer iio/pressure/bmp280 iio/pressure/bmp280-i2c iio/adc/ti-ads1015 \
      thermal/broadcom/bcm2835_thermal; do
    cp "$W/k/lib/modules/$KV/kernel/drivers/$module.ko" mod/
  done
  ln -sf busybox bin/sh
  cp "$HERE/init" init
  chmod +x init
  find . | cpio -o -H newc -R 0:0 --quiet > "$W/base.cpio"
  cp "$W/k/boot/vmlinuz-$KV" "$W/vmlinuz"
}

device_tree() {
  rm -f "$W/virt.dtb"
  qemu-system-aarch64 -M "virt,dumpdtb=$W/virt.dtb" -cpu cortex-a72 -smp 2 -m 1024 -nic none -display none 2>/dev/null
  fdtput -t s "$W/virt.dtb" / model "Raspberry Pi 4 Model B Rev 1.4"
  cp "$W"/k/usr/lib/linux-image-"$KV"/broadcom/bcm2837-rpi-3-b.dtb "$W/pi3.dtb"
}

build() {
  # The image is made again when what it is made from has changed.
  local stamp; stamp="$IMAGE $(sha256sum < "$HERE/init")"
  host_packages
  if [ "$(cat "$W/stamp" 2>/dev/null)" = "$stamp" ]; then return; fi
  mkdir -p "$W"; rm -f "$W/stamp"
  say "package lists for arm64"; arm64_lists
  KPKG=$(apt-cache -c "$W/apt.conf" depends linux-image-arm64 | awk '/Depends:/{print $2;exit}')
  KV=${KPKG#linux-image-}; ABI=${KV%-arm64}
  say "download: kernel $KV, its headers and source, a JRE"; download
  [ -f "$W/gs/gpio-pcf857x.ko" ] || { say "build modules"; modules; }
  say "file system"; root_fs; device_tree
  echo "$stamp" > "$W/stamp"
  say "built: $(du -sh "$W" | cut -f1) in $W"
}

# The guest's /app: the classes of the component gpio, the jars that it needs, and the scenarios.
app() {
  rm -rf "$W/ov"; mkdir -p "$W/ov/app/lib"
  cp -r "$ROOT"/modules/camel-gpio/target/{classes,test-classes} "$W/ov/app/"
  cp -r "$ROOT"/modules/common/target/{classes,test-classes} "$W/ov/app/"
  local jar
  for jar in pi4j-core pi4j-plugin-gpiod pi4j-library-gpiod slf4j-api logback-classic logback-core jspecify; do
    cp "$ROOT"/target/lib/$jar-*.jar "$W/ov/app/lib/"
  done
  cp "$ROOT"/target/lib/camel-{api,base,base-engine,core-engine,core-languages,core-model,core-processor,core-reifier}-*.jar \
    "$ROOT"/target/lib/camel-{main,management-api,support,util,util-json}-*.jar "$W/ov/app/lib/"
  cp "$HERE"/guest/* "$W/ov/app/"
  initrd
}

# The guest's file system: the image, and what is in $W/ov over it.
initrd() {
  (cd "$W/ov"; find . | cpio -o -H newc -R 0:0 --quiet > "$W/app.cpio")
  cat "$W/base.cpio" "$W/app.cpio" > "$W/initrd.cpio"
}

# Boots the virt machine with gpio-sim and runs one scenario. MEMORY in MB.
virt() { # SCENARIO MEMORY LOG
  say "boot: virt machine with gpio-sim, scenario $1"
  timeout "$T" qemu-system-aarch64 -M virt -cpu cortex-a72 -smp 2 -m "$2" -nic none -display none -no-reboot \
    -serial stdio -monitor none -kernel "$W/vmlinuz" -initrd "$W/initrd.cpio" -dtb "$W/virt.dtb" \
    -append "console=ttyAMA0 quiet panic=-1 rdinit=/init scenario=$1" </dev/null | tee "$3" || true
  grep -q '^GUEST-RC=0' "$3" || { say "FAILED: see $3"; return 1; }
}

contract() {
  build; app
  virt "${SCENARIO:-all}" 1024 "$W/console.log"
}

lab() { packaged lab; }
sensors() { packaged sensors; }

packaged() { # SCENARIO
  build
  # The program as it is packaged, and nothing of the tests.
  local deb; deb=$(echo "$ROOT"/target/pi-routes_*_all.deb)
  [ -f "$deb" ] || { say "FAILED: there is no $deb: ./mvnw -Pdist -DskipTests package"; return 1; }
  rm -rf "$W/ov"; mkdir -p "$W/ov/app"
  dpkg-deb -x "$deb" "$W/ov"
  cp "$HERE"/guest/{run.sh,sensors.camel.yaml} "$W/ov/app/"
  initrd
  virt "$1" 1536 "$W/$1.log"
}

pi3() {
  build; app
  say "boot: Raspberry Pi 3B with its own pinctrl-bcm2835"
  rm -f "$W/monitor"; : > "$W/pi3.log"
  # This machine halts at its end but does not exit: the reader of its pins ends it.
  timeout "$T" qemu-system-aarch64 -M raspi3b -nic none -display none -no-reboot -serial "file:$W/pi3.log" \
    -monitor "unix:$W/monitor,server,nowait" -kernel "$W/vmlinuz" -initrd "$W/initrd.cpio" -dtb "$W/pi3.dtb" \
    -append "console=ttyAMA0,115200 quiet panic=-1 rdinit=/init scenario=pi3" </dev/null &
  local qemu=$!
  python3 "$HERE/pi3_levels.py" "$W/monitor" "$W/pi3.log" "$T" | tee "$W/pi3.levels" || true
  # The levels are read as they change; the guest's own last word comes a moment later.
  for ((left = 30; left > 0; left--)); do grep -aq 'GUEST-RC=' "$W/pi3.log" && break; sleep 1; done
  kill $qemu 2>/dev/null || true; wait $qemu 2>/dev/null || true
  grep -a -v '^\[' "$W/pi3.log" | tr -d '\r' | grep -a 'ok\|FAILED\|GUEST' || true
  diff "$HERE/pi3.expected" "$W/pi3.levels" || { say "FAILED: see $W/pi3.log"; return 1; }
  grep -aq 'GUEST-RC=0' "$W/pi3.log"
}

if [ $# -eq 0 ]; then set -- contract pi3 lab sensors; fi
for step in "$@"; do "$step"; done
