// The best that its settings offer for this lab: no editor, no nodes that the flow does not use, and no Nagle, which
// has no setting, so that every socket is told here.
const net = require('net');
const connect = net.Socket.prototype.connect;
net.Socket.prototype.connect = function (...args) {
  this.setNoDelay(true);
  return connect.apply(this, args);
};

module.exports = {
  ...require(`${process.env.NODE_RED}/settings.js`),
  uiHost: '127.0.0.1',
  disableEditor: true,
  diagnostics: { enabled: false, ui: false },
  mqttReconnectTime: 1000,
  logging: { console: { level: 'warn', metrics: false, audit: false } },
  nodesExcludes: [
    '90-exec.js', '21-httpin.js', '21-httprequest.js', '22-websocket.js', '31-tcpin.js', '32-udp.js', '06-httpproxy.js',
    '70-CSV.js', '70-HTML.js', '70-JSON.js', '70-XML.js', '70-YAML.js', '17-split.js', '18-sort.js', '19-batch.js',
    '10-file.js', '23-watch.js', '80-template.js', '89-delay.js', '89-trigger.js', 'rbe.js', '16-range.js',
  ],
};
