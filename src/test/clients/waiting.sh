#!/bin/bash
# Messages wait for a client that was away, or retained ones for a new one: do all come, in order, with no further publish?
# Asked of six client libraries in MQTT 3.1.1 and 5, with 2, 8 and 50 subscriptions, 300 to 5,000 messages on each, QoS 1
# and 2. Prints a line for each run, then a table.
#
#   src/test/clients/waiting.sh [JAR [RUNS [SEED]]]
#
#   JAR    the program under test; default target/pi-routes.jar. target/lib must be beside it
#   RUNS   default 100
#   SEED   decides how many messages wait, and the order of the rounds; default 1
#
# Needs ./mvnw -DskipTests package before, mosquitto-clients, python3-paho-mqtt, nodejs and npm (the network, once).
# About 15 minutes. Exit code 1 if a run was not as it should be.
set -euo pipefail
jar=$(realpath "${1:-"$(dirname "$0")/../../../target/pi-routes.jar"}")
cd "$(dirname "$0")/../../.."
mkdir -p target/clients
exec java -cp "target/test-classes:target/classes:$(cat target/test-classpath)" \
  dev.piroutes.clients.WaitingRuns "$jar" "${2:-100}" "${3:-1}"
