#!/bin/bash
# Runs the broker tests of Mosquitto's own sources against a broker, and compares with what is expected of it.
#
#   src/test/conformance/mosquitto-suite.sh [pi-routes|stock|mosquitto]
#
#   pi-routes   the broker as it is shipped (default)
#   stock       Artemis with the same broker.xml, and nothing of Pi Routes in front of it
#   mosquitto   /usr/sbin/mosquitto, or MOSQUITTO=PATH
#
# Needs a JDK, python3, curl and the network (once), and `./mvnw -DskipTests package` before. Uses ports from PORT (18880) on.
#
# Of the tests those are run that need nothing but a broker on a port: left out are those that use an option of Mosquitto's
# configuration other than a listener, its port, anonymous access and persistence (passwords, access lists, plug-ins, bridges,
# limits of its own), TLS, or $SYS, and helpers that are no tests. A CONNACK is compared without the properties that any
# server may choose, unless the test is about them. Nothing else is changed.
set -euo pipefail
cd "$(dirname "$0")/../../.."
broker=${1:-pi-routes}
version=2.0.11
sum=7b36a7198bce85cf31b132f5c6ee36dcf5dadf86fb768501eb1e11ce95d4f78a
here=src/test/conformance
work=$PWD/target/conformance
results=$work/$broker.tsv
mkdir -p "$work"

case $broker in pi-routes | stock | mosquitto) ;; *)
    echo "mosquitto-suite.sh: pi-routes, stock or mosquitto, not \"$broker\"" >&2
    exit 2
    ;;
esac

archive=$work/mosquitto_$version.orig.tar.gz
if ! echo "$sum  $archive" | sha256sum --check --status 2>/dev/null; then
    curl -sSfL -o "$archive" "https://deb.debian.org/debian/pool/main/m/mosquitto/mosquitto_$version.orig.tar.gz" ||
        curl -sSfL -o "$archive" "http://deb.debian.org/debian/pool/main/m/mosquitto/mosquitto_$version.orig.tar.gz"
    echo "$sum  $archive" | sha256sum --check --quiet
fi
suite=$work/suite-$broker
rm -rf "$suite"
mkdir -p "$suite"
tar xzf "$archive" -C "$suite" --strip-components=1

# The tests start ../../src/mosquitto: our stand-in. They give it 2 s to start; here it may take 20.
cp "$here/stand_in.py" "$suite/src/mosquitto"
chmod +x "$suite/src/mosquitto"
sed -i 's/for i in range(0, 20):/for i in range(0, 200):/' "$suite/test/mosq_test.py"
cat "$here/connack.py" >>"$suite/test/mosq_test.py"

if [ "$broker" = mosquitto ]; then
    export SUITE_MOSQUITTO=${MOSQUITTO:-/usr/sbin/mosquitto}
    # Started by root it runs as its own user, who must be able to write its data there.
    chmod a+rwx "$suite/test/broker"
else
    java -cp 'target/test-classes:target/pi-routes.jar:target/lib/*' dev.piroutes.broker.SuiteBrokers \
        "$broker" "$work/data-$broker" >"$work/$broker.out" 2>"$work/$broker.err" &
    brokers=$!
    trap 'kill $brokers' EXIT
    until grep -q '^port ' "$work/$broker.out"; do
        kill -0 $brokers
        sleep 0.2
    done
    SUITE_CONTROL=$(sed -n 's/^port //p' "$work/$broker.out")
    export SUITE_CONTROL
fi

cd "$suite/test/broker"
applicable() { # test
    grep -q 'start_broker\|import prop_subpub_helper\|receive_maximum_helper' "$1" || return 1
    ! grep -qE 'SYS/|import ssl|TEST_DIR|_plugin|\.so\b' "$1" || return 1
    # What it writes to a configuration file, by the first word of each line.
    ! grep -oE 'write\("[a-z_]+' "$1" | grep -vqE '"(port|listener|allow_anonymous|persistence|persistence_file)$'
}
list=$(ls [0-9]*.py | grep -vE '^(06|08|10|14)-|helper')
run() { # test, ports
    local result=fail
    # shellcheck disable=SC2086
    if timeout 90 python3 "./$1" $2 >"$1.log" 2>&1; then result=pass; fi
    printf '%s\t%s\n' "$1" $result
}
export -f run
# Some at a time: they mostly wait. Some want two ports.
port=${PORT:-18880}
for test in $list; do
    applicable "$test" || continue
    port=$((port + 2))
    if grep -q 'get_port(2)' "$test"; then ports="$port $((port + 1))"; else ports=$port; fi
    printf '%s\0%s\0' "$test" "$ports"
done | xargs -0 -n 2 -P "${JOBS:-3}" bash -c 'run "$@"' run | tee "$results"
LC_ALL=C sort -o "$results" "$results"
cd - >/dev/null

echo
printf '%s: %s of %s passed\n' "$broker" "$(grep -c 'pass$' "$results")" "$(wc -l <"$results")"
expected=$here/$broker.tsv
if [ -f "$expected" ] && ! diff "$expected" "$results" >"$work/$broker.diff"; then
    echo "other than expected (<, in $expected):"
    cat "$work/$broker.diff"
    exit 1
fi
