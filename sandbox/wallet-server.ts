import { once } from 'node:events';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import express from 'express';
import { ConsoleFiles } from '../src/infra/http/console/console-files.js';
import { serveConsole } from '../src/infra/http/console/serve-console.js';
import { securityHeaders } from '../src/infra/http/edge/security-headers.js';
import { sandboxChainId } from './anvil.js';
import { claimPort } from './ports.js';
import { SandboxError } from './sandbox-error.js';

const BUILT = fileURLToPath(new URL('../dist/wallet/', import.meta.url));

export interface WalletServer {
  readonly origin: string;
  stop(): Promise<void>;
}

/**
 * Serves the wallet of the sandbox, under the console's policy. It is another site than `localhost`, so it never gets a
 * session, and it signs for the console of one origin alone.
 */
export async function startWallet(consoleOrigin: string): Promise<WalletServer> {
  const files = ConsoleFiles.read(BUILT);
  if (!files) throw new SandboxError('The wallet of the sandbox is not built: npm run console');
  const port = await claimPort(undefined, 'the wallet');
  const app = express()
    .disable('x-powered-by')
    .use(...securityHeaders(false))
    .get('/settings.json', (_request, response) => {
      response.setHeader('Cache-Control', 'no-store');
      response.json({ console: consoleOrigin, chainId: sandboxChainId });
    })
    // It reaches the console by `opener`, which any policy but this one would cut.
    .use(serveConsole(files, 'unsafe-none'));
  const server = createServer(app).listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `http://127.0.0.1:${String(port)}`,
    stop: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
