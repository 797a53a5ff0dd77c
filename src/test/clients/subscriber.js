// The subscriber that waiting.sh starts, with mqtt.js.
//
//   subscriber.js MODULE PORT VERSION CLIENT_ID QOS COUNT [FILTER...]
//
// MODULE is mqtt (5) or mqtt4. Connects with a session that is kept (VERSION is 4, for MQTT 3.1.1, or 5), subscribes to the filters, if there are any,
// prints COUNT messages as "topic payload", and disconnects.
const [module_, port, version, clientId, qos, count, ...filters] = process.argv.slice(2);
const mqtt = require(module_);
let received = 0;

const client = mqtt.connect({
  host: '127.0.0.1',
  port: Number(port),
  protocolVersion: Number(version),
  clientId,
  clean: false,
  resubscribe: false,
  reconnectPeriod: 0,
  properties: version === '5' ? {sessionExpiryInterval: 3600} : undefined,
});
client.on('error', error => {
  console.error(String(error));
  process.exit(1);
});
client.on('message', (topic, payload) => {
  if (received < Number(count)) {
    received++;
    process.stdout.write(`${topic} ${payload}\n`);
    if (received === Number(count)) {
      client.end();
    }
  }
});
client.on('connect', () => {
  if (filters.length > 0) {
    client.subscribe(filters, {qos: Number(qos)}, () => {
      if (count === '0') {
        client.end();
      }
    });
  }
});
