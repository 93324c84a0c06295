import { setTimeout as sleep } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';
import { startRpcProxy } from '../sandbox/rpc-proxy.js';

const { upstream, distanceMs } = z.object({ upstream: z.string(), distanceMs: z.number() }).parse(workerData);

const proxies = await Promise.all(
  [1, 2].map(() =>
    startRpcProxy({
      upstream,
      tamper: async (_request, response) => {
        await sleep(distanceMs);
        return response;
      },
    }),
  ),
);
parentPort?.postMessage(proxies.map(({ url }) => url));
