import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import express from 'express';
import { ConsoleFiles } from '../../../src/infra/http/console/console-files.js';
import { type OpenerPolicy, serveConsole } from '../../../src/infra/http/console/serve-console.js';

interface ServedFolder {
  readonly origin: string;
  readonly stop: () => Promise<void>;
}

interface ServedOptions {
  readonly isChanged?: (path: string) => boolean;
  readonly opener?: OpenerPolicy;
}

/** A built page under the console's whole policy, with no gateway behind it: it refuses everybody. */
export async function servedFolder(
  folder: string,
  { isChanged = () => false, opener = 'same-origin' }: ServedOptions = {},
): Promise<ServedFolder> {
  const files = ConsoleFiles.read(folder);
  if (!files) throw new Error(`there is no page in ${folder}`);
  const app = express()
    .use((request, response, next) => {
      if (!isChanged(request.path)) {
        next();
        return;
      }
      // One byte more than there should be, and nothing that it would do.
      response.type(extname(request.path)).send(`${readFileSync(join(folder, request.path), 'utf8')}\n`);
    })
    .use(serveConsole(files, opener))
    .use((_, response) => {
      response.status(401).json({ status: 401, code: 'UNAUTHENTICATED', title: '', detail: '' });
    });
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}
