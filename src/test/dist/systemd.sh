#!/bin/bash
# The Debian package under a real systemd, which is started as the first process of a fresh Debian root in namespaces of its
# own: the installation starts the service, readiness and status, SIGKILL, a hanging process, a port that is taken, a wrong
# setting, the broker alone, and a purge. Needs root, and the package: ./mvnw -Pdist -DskipTests package
#
# usage: systemd.sh
# environment: DEB_SUITE  Debian's release (default bookworm, Raspberry Pi OS's)
# exit code: 0 all green, 1 something is wrong, 77 skipped because this machine cannot do it
set -euo pipefail
cd "$(dirname "$0")/../../.."
SUITE=${DEB_SUITE:-bookworm}

skip() { echo "##### systemd: SKIPPED, the services were NOT started by a systemd: $*" >&2; exit 77; }
ok() { echo "ok $*"; }
fail() {
  echo "FAILED $*"
  in_guest journalctl --no-pager -o cat -u 'pi-routes*' | tail -40
  exit 1
}

[ "$(id -u)" = 0 ] || skip "only root can make a Debian root"
for tool in mmdebstrap unshare nsenter ip pivot_root; do command -v $tool >/dev/null || skip "no $tool"; done
DEB=$(echo target/pi-routes_*_all.deb)
[ -f "$DEB" ] || skip "there is no $DEB: ./mvnw -Pdist -DskipTests package"

W=$(mktemp -d)
ROOT=$W/root
GUEST=
end() {
  # The namespaces, and every process and mount in them, go with the process that made them.
  if [ -n "$GUEST" ]; then kill -KILL "$GUEST" 2>/dev/null || true; wait "$GUEST" 2>/dev/null || true; fi
  rm -rf --one-file-system "$W"
}
trap end EXIT

mmdebstrap --quiet --variant=minbase --include=systemd-sysv,dbus,adduser,default-jre-headless,mosquitto-clients "$SUITE" "$ROOT"
cp "$DEB" "$ROOT/root/pi-routes.deb"
cat > "$W/boot" <<'B'
set -e
mount --make-rprivate /
mount --bind "$1" "$1"
mount -t proc proc "$1/proc"
mount -t sysfs sys "$1/sys"
mount -t cgroup2 none "$1/sys/fs/cgroup"
mount -t tmpfs tmpfs "$1/run"
mount -t tmpfs tmpfs "$1/tmp"
mount --rbind /dev "$1/dev"
ip link set lo up
cd "$1"
pivot_root . mnt
umount -l /mnt
exec env -i container=lxc PATH=/usr/sbin:/usr/bin:/sbin:/bin /lib/systemd/systemd --log-target=journal --show-status=0
B
unshare --mount --pid --uts --ipc --cgroup --net --fork --kill-child bash "$W/boot" "$ROOT" > "$W/boot.log" 2>&1 &
GUEST=$!

# The first process of the guest, as the host sees it.
init() { cat "/proc/$GUEST/task/$GUEST/children" 2>/dev/null | tr -d ' '; }
in_guest() {
  nsenter -t "$(init)" -m -p -u -i -C -n \
    env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 "$@"
}
await() { # SECONDS COMMAND...
  local end=$((SECONDS + $1)); shift
  until "$@" >/dev/null 2>&1; do [ $SECONDS -lt $end ] && kill -0 "$GUEST" 2>/dev/null || return 1; sleep 0.2; done
}
# Degraded is good enough: a unit of the system's that fails in a namespace is none of ours.
booted() { case $(in_guest systemctl is-system-running || true) in running | degraded) ;; *) return 1 ;; esac; }
await 60 booted || { cat "$W/boot.log"; skip "systemd does not start in a namespace here"; }
ok "$(in_guest systemctl --version | head -1) runs"

apt() { in_guest apt-get -qq -o Dpkg::Use-Pty=0 "$@" >"$W/apt.log" 2>&1 || { cat "$W/apt.log"; fail "apt-get $*"; }; }
active() { in_guest systemctl --quiet is-active "$1"; }
status() { in_guest systemctl show "$1" -P StatusText | grep -qx "$2"; }
said() { in_guest journalctl --no-pager -o cat -u 'pi-routes*' | grep -q "$1"; }
restarts() { [ "$(in_guest systemctl show pi-routes -P NRestarts)" = "$1" ]; }

# A broker that is there already, as Debian's mosquitto would be, must not fail the installation.
in_guest systemd-socket-activate -l 127.0.0.1:1883 cat >/dev/null 2>&1 & TAKEN=$!
await 10 in_guest sh -c 'grep -q 0100007F:075B /proc/net/tcp' || fail "the port is not taken"
apt install /root/pi-routes.deb
await 60 said "port 1883 is already in use on 127.0.0.1" || fail "nothing says that the port is taken"
await 60 active pi-routes || fail "the devices do not run while the port is taken"
await 60 status pi-routes "0 of 3 devices online; .*the broker of this program waits: port 1883 is already in use.*" \
  || fail "status: $(in_guest systemctl show pi-routes -P StatusText)"
! said "safe     GP20" || fail "a start that ended in order needs no safe"
ok "installed though the port is taken: devices run, journal and status say what is waited for"
kill $TAKEN; wait $TAKEN 2>/dev/null || true
in_guest sh -c 'for p in /proc/[0-9]*; do grep -qs "^systemd-socket" $p/comm && kill ${p#/proc/}; done; true'
await 60 status pi-routes "3 of 3 devices online" || fail "status: $(in_guest systemctl show pi-routes -P StatusText)"
[ "$(in_guest mosquitto_sub -h 127.0.0.1 -t 'csc2106/+/status' -C 2 -W 20 | sort -u)" = online ] || fail "mosquitto_sub"
[ "$(in_guest systemctl show pi-routes -P NRestarts)" = 0 ] || fail "it was started again"
ok "the broker came by itself when the port was free, without a restart; status: 3 of 3 devices online"
in_guest sh -c 'grep -q "^Seccomp:[[:space:]]*2" /proc/$(systemctl show pi-routes -P MainPID)/status' || fail "no system call filter"

in_guest systemctl reset-failed pi-routes
in_guest systemctl restart pi-routes
restarts 0 || fail "restarts are counted otherwise"
# The process, as a crash or the kernel does it. "systemctl kill" of systemd 257 ends what the unit runs afterwards, too.
in_guest sh -c 'kill -9 $(systemctl show pi-routes -P MainPID)'
await 60 said "safe     GP20 is OFF" || fail "outputs are not safe after SIGKILL"
await 60 restarts 1 && await 60 active pi-routes || fail "it does not come back after SIGKILL"
ok "after SIGKILL: outputs made safe, and started again"

in_guest sh -c 'mkdir -p /etc/systemd/system/pi-routes.service.d
  printf "[Service]\nWatchdogSec=6\n" > /etc/systemd/system/pi-routes.service.d/short.conf; systemctl daemon-reload'
in_guest systemctl restart pi-routes
# Two times as long as the watchdog waits: it is fed.
end=$((SECONDS + 12)); while [ $SECONDS -lt $end ]; do restarts 0 && active pi-routes || fail "not fed"; sleep 0.5; done
in_guest systemctl kill -s STOP pi-routes
await 60 said "Watchdog timeout" && await 60 restarts 1 && await 60 active pi-routes || fail "a process that hangs stays"
in_guest rm -r /etc/systemd/system/pi-routes.service.d
in_guest systemctl daemon-reload
ok "a process that hangs is ended by the watchdog, and started again"

# The ports of page and health are taken, and the page's address is nobody's: devices run all the same.
in_guest systemctl stop pi-routes
in_guest systemd-socket-activate -l 127.0.0.1:9876 cat >/dev/null 2>&1 & TAKEN=$!
await 10 in_guest sh -c 'grep -q 0100007F:2694 /proc/net/tcp' || fail "the port of health is not taken"
in_guest sh -c 'cp /etc/pi-routes/application.properties /root/before
  printf "page.host=10.255.205.1\npage.password=secret\n" >> /etc/pi-routes/application.properties'
in_guest systemctl start pi-routes
await 60 status pi-routes "3 of 3 devices online" || fail "page or health keep devices from running"
await 10 said "page.port 8080 cannot listen at 10.255.205.1" || fail "nothing says that the page waits"
kill $TAKEN; wait $TAKEN 2>/dev/null || true
in_guest sh -c 'for p in /proc/[0-9]*; do grep -qs "^systemd-socket" $p/comm && kill ${p#/proc/}; done; true'
in_guest ip addr add 10.255.205.1/32 dev lo 2>/dev/null || nsenter -t "$(init)" -n ip addr add 10.255.205.1/32 dev lo
await 10 said "page     http://10.255.205.1:8080/" || fail "the page does not come when its address is there"
await 10 said "health   http://127.0.0.1:9876" || fail "health does not come when its port is free"
restarts 0 || fail "it was started again"
in_guest sh -c 'cat /root/before > /etc/pi-routes/application.properties'
in_guest systemctl restart pi-routes
ok "page and health come when their address and port are there"

in_guest systemctl start pi-routes-broker
await 10 said "pi-routes.service runs a broker itself: set mqtt.url" || fail "nothing says that there would be two brokers"
! active pi-routes-broker || fail "two brokers"
in_guest sed -i 's/^#mqtt.url=/mqtt.url=/' /etc/pi-routes/application.properties
in_guest systemctl stop pi-routes
in_guest systemctl start pi-routes-broker pi-routes
await 60 status pi-routes-broker ready && await 60 status pi-routes "3 of 3 devices online" || fail "side by side"
# The broker goes: devices stay, and say why they are not online.
pid=$(in_guest systemctl show pi-routes -P MainPID)
in_guest systemctl stop pi-routes-broker
await 90 sh -c "$(declare -f in_guest init status); GUEST=$GUEST; status pi-routes '0 of 3 devices online; .*'" || fail "status without a broker"
[ "$(in_guest systemctl show pi-routes -P MainPID)" = "$pid" ] || fail "the devices were restarted because of the broker"
ok "the broker alone beside the devices; without it they stay"

in_guest sed -i 's/^mqtt.url=.*/page.port=none/' /etc/pi-routes/application.properties
in_guest systemctl restart pi-routes 2>/dev/null || true
await 30 sh -c "$(declare -f in_guest init); GUEST=$GUEST; in_guest systemctl --quiet is-failed pi-routes" || fail "exit code 2 is tried again"
await 10 said "page.port must be a port from 0 to 65535" || fail "nothing says what is wrong"
ok "a wrong setting is said once, not tried again"

apt purge pi-routes
[ -z "$(in_guest find /etc /usr /var/lib /var/cache /run -xdev -name '*pi-routes*' -not -path '/var/lib/dpkg/*' -print)" ] \
  || fail "the purge left $(in_guest find /etc /usr /var/lib /var/cache /run -xdev -name '*pi-routes*' -not -path '/var/lib/dpkg/*')"
ok "purged: no unit, no user, no file is left"
