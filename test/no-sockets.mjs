// Loaded before a program that must not use the network: whatever way it tries, it ends there, and says so.
import dgram from 'node:dgram';
import dns from 'node:dns';
import net from 'node:net';

function refuse(what) {
  process.stderr.write(`a socket was opened: ${what}\n`);
  process.exit(99);
}

net.Socket.prototype.connect = () => refuse('connect');
net.Server.prototype.listen = () => refuse('listen');
dgram.createSocket = () => refuse('datagram');
for (const name of ['lookup', 'resolve', 'resolve4', 'resolve6']) {
  dns[name] = () => refuse(`dns.${name}`);
  dns.promises[name] = () => refuse(`dns.${name}`);
}
