import { Governance } from '../test/governance.js';
import { Replica } from '../test/http/replicas.js';

// A process of its own, so that it can be killed: `url digest` are its arguments, and it sends its port. Asked for its
// memory, it collects garbage first.

const [url = '', digest = ''] = process.argv.slice(2);
const governance = await Governance.join(url, digest as `0x${string}` as never, []);
const { port } = await Replica.start(url, governance, 1_000);
process.on('message', () => {
  globalThis.gc?.();
  process.send?.({ heap: process.memoryUsage().heapUsed });
});
process.on('disconnect', () => process.exit(0));
process.send?.({ port });
