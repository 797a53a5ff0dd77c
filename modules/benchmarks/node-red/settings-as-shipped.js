// What Node-RED writes into a new folder, on loopback only.
module.exports = {
  ...require(`${process.env.NODE_RED}/settings.js`),
  uiHost: '127.0.0.1',
};
