// Loaded before a program (node --require), has it die, as by kill -9, in the place of its first ack.
const { createRequire } = require("node:module");
const { join } = require("node:path");

const modules = createRequire(join(__dirname, "package.json"));
// Not among the package's exports, so by its place.
const { Channel } = modules(join(__dirname, "node_modules/amqplib/lib/channel_model.js"));
Channel.prototype.ack = () => process.kill(process.pid, "SIGKILL");
