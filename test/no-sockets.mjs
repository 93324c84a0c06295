// Loaded before a program that must not use the network: whatever way it tries, it ends there, and says so.
import dgram from 'node:dgram';
import dns from 'node:dns';
import { registerHooks } from 'node:module';
import net from 'node:net';

function refuse(what) {
  end(`a socket was opened: ${what}`);
}

function end(words) {
  process.stderr.write(`${words}\n`);
  process.exit(99);
}

// What asks a gateway is not even to be loaded by what works offline.
registerHooks({
  resolve: (specifier, context, next) => {
    const found = next(specifier, context);
    if (/\/dist\/client\//.test(found.url)) end(`the client was loaded: ${specifier}`);
    return found;
  },
});

net.Socket.prototype.connect = () => refuse('connect');
net.Server.prototype.listen = () => refuse('listen');
dgram.createSocket = () => refuse('datagram');
for (const name of ['lookup', 'resolve', 'resolve4', 'resolve6']) {
  dns[name] = () => refuse(`dns.${name}`);
  dns.promises[name] = () => refuse(`dns.${name}`);
}
