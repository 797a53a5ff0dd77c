#!/bin/bash
# The life of the Debian package in a fresh Debian: lint, install, run the lab as the service's user, take a component that is
# not in the box, upgrade with a changed conffile and a route of the user's own, remove, install again, purge. Needs root, the network, and the package built
# before: ./mvnw -Pdist -DskipTests package
#
# usage: deb-lifecycle.sh
# environment: DEB_SUITE  Debian's release (default bookworm, Raspberry Pi OS's)
# exit code: 0 all green, 1 something is wrong, 77 skipped because this machine cannot do it
set -euo pipefail
cd "$(dirname "$0")/../../.."
SUITE=${DEB_SUITE:-bookworm}

skip() { echo "##### deb-lifecycle: SKIPPED, the package was NOT installed anywhere: $*" >&2; exit 77; }
fail() { echo "FAILED $*"; exit 1; }
ok() { echo "ok $*"; }

[ "$(id -u)" = 0 ] || skip "only root can make a Debian root"
for tool in mmdebstrap lintian dpkg-deb; do command -v $tool >/dev/null || skip "no $tool"; done
DEB=$(echo target/pi-routes_*_all.deb)
[ -f "$DEB" ] || skip "there is no $DEB: ./mvnw -Pdist -DskipTests package"

W=$(mktemp -d)
ROOT=$W/root
LAB=
end() {
  if [ -n "$LAB" ]; then kill "$LAB" 2>/dev/null || true; fi
  for mount in dev/pts dev proc sys ""; do umount -l "$ROOT/$mount" 2>/dev/null || true; done
  # Never through a mount that is still there.
  rm -rf --one-file-system "$W"
}
trap end EXIT

IN_ROOT=(chroot "$ROOT" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8)
# As the service's unit does it: user, groups, working directory.
AS_SERVICE=("${IN_ROOT[@]}" setpriv --reuid=pi-routes --regid=pi-routes --init-groups env -C /var/lib/pi-routes)
in_root() { "${IN_ROOT[@]}" "$@"; }
apt() { in_root apt-get -qq -o Dpkg::Use-Pty=0 "$@" >"$W/apt.log" 2>&1 || { cat "$W/apt.log"; fail "apt-get $*"; }; }

lintian --allow-root --fail-on error,warning "$DEB" || fail "lintian"
ok "lintian has nothing to say"

mmdebstrap --quiet --skip=cleanup/apt/lists --variant=minbase "$SUITE" "$ROOT"
printf '#!/bin/sh\nexit 101\n' > "$ROOT/usr/sbin/policy-rc.d"
chmod 755 "$ROOT/usr/sbin/policy-rc.d"
# The program asks which file system its data is on: this root must be one.
mount --bind "$ROOT" "$ROOT"
for mount in dev dev/pts proc sys; do mount --bind "/$mount" "$ROOT/$mount"; done
cp "$DEB" "$ROOT/tmp/first.deb"

apt install --no-install-recommends /tmp/first.deb
in_root pi-routes --version | grep -q '^Pi Routes [0-9].*, Java \(1[7-9]\|[2-9][0-9]\)' || fail "pi-routes --version"
in_root pi-routes check | tee "$W/check" | grep -q '5 files checked: nothing to mend' || fail "check: $(cat "$W/check")"
dpkg-deb --fsys-tarfile "$DEB" | tar xO ./usr/share/man/man1/pi-routes.1.gz | gzip -dc > "$W/man"
for command in $(in_root pi-routes --help | sed -n '/^Commands:/,/^$/s/^  \([a-z]\{1,\}\) .*/\1/p'); do
  grep -q "^\.B[IR]* $command\b" "$W/man" || fail "the man page does not know the command $command"
done
in_root id pi-routes | grep -q '(gpio)' || fail "the user is not in group gpio: $(in_root id pi-routes)"
[ "$(in_root stat -c '%U %a' /var/lib/pi-routes)" = "pi-routes 750" ] || fail "/var/lib/pi-routes"
[ "$(in_root stat -c '%U %a' /etc/default/pi-routes)" = "root 640" ] || fail "/etc/default/pi-routes"
for archive in bench devices; do
  in_root sh -c "ls /var/cache/pi-routes/$archive.[ja][so][at]" >/dev/null || fail "no archive of classes for $archive"
done
ok "installed: $(in_root pi-routes --version)"

logged() { # TEXT: the lab writes it to its log
  for _ in $(seq 100); do
    grep -q "$1" "$W/lab.log" && return
    kill -0 "$LAB" 2>/dev/null || break
    sleep 0.2
  done
  cat "$W/lab.log"; fail "the lab does not say: $1"
}

lab() { # NAME ROOT-TOPIC [COMMAND…]: the lab runs as the service's user, both devices say online, and the command is run
  local name=$1 root=$2; shift 2
  "${AS_SERVICE[@]}" BROKER_PORT=0 PAGE_PORT=0 MANAGEMENT_PORT=0 pi-routes run > "$W/lab.log" 2>&1 &
  LAB=$!
  for _ in $(seq 300); do
    grep -q 'devA/status is online' "$W/lab.log" && grep -q 'devB/status is online' "$W/lab.log" && break
    kill -0 $LAB 2>/dev/null || break
    sleep 0.2
  done
  local port; port=$(sed -n 's/.*broker   127\.0\.0\.1:\([0-9]*\).*/\1/p' "$W/lab.log")
  { grep -q 'devA/status is online' "$W/lab.log" && grep -q 'devB/status is online' "$W/lab.log"; } \
    || { cat "$W/lab.log"; fail "$name: no device is online"; }
  if command -v mosquitto_sub >/dev/null; then
    [ "$(mosquitto_sub -p "$port" -t "$root/+/status" -C 2 -W 20 | sort -u)" = online ] || fail "$name: mosquitto_sub"
  fi
  "$@"
  kill -TERM $LAB; wait $LAB || true; LAB=
  grep -q 'outputs are in their shutdown state' "$W/lab.log" || { cat "$W/lab.log"; fail "$name: no clean end"; }
  ok "$name"
}
lab "the lab as the service's user: both devices online" csc2106
"${AS_SERVICE[@]}" pi-routes safe 2>&1 | grep -q 'GP20 is OFF' || fail "pi-routes safe"
ok "pi-routes safe"

# A component that is not in the box, and a route that uses it.
SPEAKER=$ROOT/etc/pi-routes/routes/speaker.camel.yaml
speaker() { # WORD: the route, which says it every second
  printf '%s\n' '- route:' '    id: speaker' '    description: Says a word' '    from:' '      uri: timer:speaker' '      steps:' \
    "        - to: {id: speaker-word, uri: \"language:constant:$1\"}" \
    '        - log: {id: speaker-log, message: "the speaker says ${body}"}' > "$SPEAKER"
}
edited() { # OLD NEW: a route that runs is edited
  logged "the speaker says $1"
  speaker "$2"
  logged "the speaker says $2"
}
speaker one
in_root pi-routes check > "$W/check" && fail "check: $(cat "$W/check")"
grep -q 'there is no component language here: pi-routes add camel-language' "$W/check" || fail "check: $(cat "$W/check")"
# Whom this machine trusts: it may reach Maven Central through a proxy that looks into TLS.
cp -L "$(dirname "$(readlink -f "$(command -v java)")")/../lib/security/cacerts" "$ROOT/tmp/cacerts"
"${AS_SERVICE[@]}" JAVA_OPTS=-Djavax.net.ssl.trustStore=/tmp/cacerts pi-routes add camel-language > "$W/add" 2>&1 || { cat "$W/add"; fail "pi-routes add"; }
EXT=$(echo "$ROOT"/var/lib/pi-routes/ext/camel-language-*)
[ -f "$EXT/$(basename "$EXT").jar" ] || fail "pi-routes add: $(cat "$W/add")"
in_root pi-routes check | tee "$W/check" | grep -q '6 files checked: nothing to mend' || fail "check: $(cat "$W/check")"
lab "a component is added, used by a route, which is edited live" csc2106 edited one two

# The user's own: a changed conffile, a changed device, a new device.
echo 'lab.root=csc2106/g07' >> "$ROOT/etc/pi-routes/application.properties"
sed -i 's/led.pin:20/led.pin:26/' "$ROOT/etc/pi-routes/routes/led.camel.yaml"
cp src/main/resources/examples/doorbell.camel.yaml "$ROOT/etc/pi-routes/routes/"
chmod 600 "$ROOT/etc/default/pi-routes"

# A later version, with a new default of the same conffile.
dpkg-deb -R "$DEB" "$W/later"
sed -i 's/^Version: .*/&+later/' "$W/later/DEBIAN/control"
echo '# A new default.' >> "$W/later/etc/pi-routes/application.properties"
echo '# A new default.' >> "$W/later/etc/pi-routes/broker-etc/secure.xml"
dpkg-deb --root-owner-group -Zgzip -b "$W/later" "$ROOT/tmp/later.deb" >/dev/null
dpkg --compare-versions "$(dpkg-deb -f "$DEB" Version)" lt "$(dpkg-deb -f "$ROOT/tmp/later.deb" Version)" || fail "versions"

apt install -o Dpkg::Options::=--force-confold /tmp/later.deb
E=$ROOT/etc/pi-routes
grep -q '^lab.root=csc2106/g07' "$E/application.properties" || fail "the upgrade took the user's settings"
grep -q 'A new default' "$E/application.properties.dpkg-dist" || fail "the new default is not beside the user's settings"
grep -q 'A new default' "$E/broker-etc/secure.xml" || fail "an unchanged conffile is not the new one"
grep -q 'led.pin:26' "$E/routes/led.camel.yaml" || fail "the upgrade took the user's change of a route"
[ -f "$E/routes/doorbell.camel.yaml" ] || fail "the upgrade took the user's route"
[ "$(stat -c %a "$ROOT/etc/default/pi-routes")" = 600 ] || fail "the upgrade changed a mode"
[ -f "$EXT/$(basename "$EXT").jar" ] || fail "the upgrade took the added component"
lab "upgraded: changed settings, a changed and a new route and an added component are kept, and run" csc2106/g07 edited two three
grep -q 'device   doorbell' "$W/lab.log" || fail "the user's route does not run"
grep -q 'out GP26' "$W/lab.log" || fail "the user's change does not count"

echo data > "$ROOT/var/lib/pi-routes/kept"
apt remove pi-routes
[ ! -e "$ROOT/usr/share/pi-routes" ] && [ ! -e "$ROOT/usr/bin/pi-routes" ] || fail "the removal left the program"
for kept in routes/doorbell.camel.yaml routes/led.camel.yaml application.properties; do
  [ -f "$E/$kept" ] || fail "the removal took $kept"
done
[ -f "$ROOT/var/lib/pi-routes/kept" ] || fail "the removal took the data"
[ -d "$EXT" ] || fail "the removal took the added component"
ok "removed: settings, routes, data and the added component are kept"

apt install -o Dpkg::Options::=--force-confold /tmp/later.deb
grep -q 'led.pin:26' "$E/routes/led.camel.yaml" && [ -f "$E/routes/doorbell.camel.yaml" ] || fail "installed again: routes"
ok "installed again: routes are as they were"

apt purge pi-routes
left=$(find "$ROOT" -xdev \( -path "$ROOT/tmp" -o -path "$ROOT/var/lib/dpkg" -o -path "$ROOT/var/log" \) -prune -o \
  -name '*pi-routes*' -print)
[ -z "$left" ] || fail "the purge left $left"
! in_root getent passwd pi-routes || fail "the purge left the user"
! in_root getent group pi-routes || fail "the purge left the user's group"
ok "purged: nothing is left"
