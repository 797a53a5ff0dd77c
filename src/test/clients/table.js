// What a client library and the broker do together, case by case, with mqtt.js.
//
//   table.js MODULE VERSION URL CA USER PASSWORD
//
// MODULE is mqtt (5) or mqtt4, VERSION 4, for MQTT 3.1.1, or 5. CA, USER and PASSWORD are - where there is none. Prints a line for
// each case: "ok CASE", or "FAIL CASE: WHY". The client ids are lib-a and lib-b.
const fs = require('fs');

const [module_, version, url, ca, user, password] = process.argv.slice(2);
const mqtt = require(module_);
const LIMIT = 15_000;
const five = version === '5';

function connect(clientId, more = {}) {
  return new Promise((resolve, reject) => {
    const client = mqtt.connect(url, {
      protocolVersion: Number(version),
      clientId,
      clean: true,
      reconnectPeriod: 0,
      connectTimeout: LIMIT,
      ca: ca === '-' ? undefined : fs.readFileSync(ca),
      username: user === '-' ? undefined : user,
      password: password === '-' ? undefined : password,
      ...more,
    });
    client.got = [];
    client.waiting = () => {};
    client.on('message', (topic, payload, packet) => {
      client.got.push({topic, payload, qos: packet.qos, retain: packet.retain});
      client.waiting();
    });
    client.on('error', reject);
    client.on('connect', connack => {
      client.sessionPresent = connack.sessionPresent;
      resolve(client);
    });
  });
}

const end = client => new Promise(resolve => client.end(false, {}, resolve));

// The network breaks.
const cut = client => new Promise(resolve => {
  client.once('close', resolve);
  client.stream.destroy();
});

const subscribe = (client, filter, qos) => new Promise((resolve, reject) => {
  client.subscribe(filter, {qos}, (error, granted) => {
    if (error || granted[0].qos > 2) {
      reject(error || new Error(`${filter} is refused`));
    } else {
      resolve();
    }
  });
});

const publish = (client, topic, payload, options = {}) => new Promise((resolve, reject) => {
  client.publish(topic, payload, options, error => error ? reject(error) : resolve());
});

// The first message that fits.
function message(client, fits, what) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`no ${what}; there were ${client.got.map(m => `${m.topic} QoS ${m.qos}`)}`)), LIMIT);
    client.waiting = () => {
      const found = client.got.find(fits);
      if (found) {
        clearTimeout(timer);
        client.waiting = () => {};
        resolve(found);
      }
    };
    client.waiting();
  });
}

function must(condition, what) {
  if (!condition) {
    throw new Error(what);
  }
}

const cases = {
  async 'QoS 0, 1 and 2 both ways'() {
    const a = await connect('lib-a');
    const b = await connect('lib-b');
    for (const qos of [0, 1, 2]) {
      await subscribe(a, `table/qos/${qos}`, qos);
      await publish(b, `table/qos/${qos}`, `payload ${qos}`, {qos});
      const got = await message(a, m => m.topic === `table/qos/${qos}`, `message of QoS ${qos}`);
      must(got.qos === qos && String(got.payload) === `payload ${qos}`, `${got.payload} came with QoS ${got.qos}`);
    }
    await end(a);
    await end(b);
  },
  async 'retained, and cleared'() {
    const a = await connect('lib-a');
    await publish(a, 'table/retained', 'kept', {qos: 1, retain: true});
    await subscribe(a, 'table/retained', 1);
    const kept = await message(a, m => m.topic === 'table/retained', 'retained message');
    must(kept.retain && String(kept.payload) === 'kept', `${kept.payload}, retained: ${kept.retain}`);
    await publish(a, 'table/retained', '', {qos: 1, retain: true});
    await end(a);
    const b = await connect('lib-b');
    await subscribe(b, 'table/retained', 1);
    await publish(b, 'table/retained', 'sentinel', {qos: 1});
    const first = await message(b, m => m.topic === 'table/retained', 'sentinel');
    must(String(first.payload) === 'sentinel', `${first.payload} is retained still`);
    await end(b);
  },
  async 'the will of who is cut off'() {
    const a = await connect('lib-a');
    await subscribe(a, 'table/will', 1);
    const b = await connect('lib-b', {will: {topic: 'table/will', payload: 'gone', qos: 1, retain: false}});
    await cut(b);
    const will = await message(a, m => m.topic === 'table/will', 'will');
    must(String(will.payload) === 'gone', `the will is ${will.payload}`);
    await end(a);
  },
  async 'the session is there after a reconnect'() {
    const kept = {clean: false, properties: five ? {sessionExpiryInterval: 600} : undefined};
    const first = await connect('lib-a', kept);
    must(!first.sessionPresent, 'there was a session before');
    await subscribe(first, 'table/session', 1);
    await cut(first);
    const b = await connect('lib-b');
    await publish(b, 'table/session', 'while away', {qos: 1});
    const again = await connect('lib-a', kept);
    must(again.sessionPresent, 'no session present');
    await message(again, m => String(m.payload) === 'while away', 'message of the time away');
    await end(again);
    await end(await connect('lib-a'));
    await end(b);
  },
  async 'a payload of 200,000 bytes'() {
    const a = await connect('lib-a');
    await subscribe(a, 'table/large', 1);
    await publish(a, 'table/large', Buffer.alloc(200_000, 'x'), {qos: 1});
    const got = await message(a, m => m.topic === 'table/large', 'large message');
    must(got.payload.equals(Buffer.alloc(200_000, 'x')), `${got.payload.length} bytes came`);
    await end(a);
  },
  async 'wildcards'() {
    for (const [filter, topic] of [['table/+/x', 'table/a/x'], ['table/w/#', 'table/w/a/b'], ['#', 'table/any']]) {
      const a = await connect('lib-a');
      await subscribe(a, filter, 1);
      await publish(a, topic, 'x', {qos: 1});
      await message(a, m => m.topic === topic, `${topic} by ${filter}`);
      must(!a.got.some(m => m.topic.startsWith('$')), `${filter} brought ${a.got.map(m => m.topic)}`);
      await end(a);
    }
  },
  async '$SYS/# is refused, and nothing else'() {
    const a = await connect('lib-a');
    const refused = await subscribe(a, '$SYS/#', 1).then(() => false, () => true);
    must(refused, 'it is granted');
    await subscribe(a, 'table/sentinel', 1);
    await publish(a, 'table/sentinel', 'x', {qos: 1});
    await message(a, m => m.topic === 'table/sentinel', 'sentinel');
    await end(a);
  },
};

(async () => {
  for (const [name, run] of Object.entries(cases)) {
    try {
      await run();
      console.log(`ok ${name}`);
    } catch (error) {
      console.log(`FAIL ${name}: ${error.message}`);
      // Its clients may be there still.
      process.exit(1);
    }
  }
  process.exit(0);
})();
