import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { seedSigner } from '../domain/audit-log/note-signer.js';
import { parseVerifierKey, printVerifierKey } from '../domain/audit-log/verifier-key.js';
import { uncheckedTls } from '../domain/values/unchecked-tls.js';
import { StateFile } from './state-file.js';
import { Witness } from './witness.js';
import { witnessServer } from './witness-server.js';

const USAGE = `Usage: npm run witness -- --name NAME --key-file FILE --state-file FILE --log VKEY... [--port 7380] [--host 127.0.0.1] [--create]

Cosigns checkpoints of the logs with these keys (c2sp.org/tlog-witness), each only if it continues what was cosigned before.
  --name        what the witness is called in its key, such as witness.example/w1
  --key-file    its Ed25519 seed, 32 bytes in hex
  --state-file  what it has cosigned; never restore an older one
  --create      makes the two files if they are not there; without it a missing file stops the start
  --help, --version

Example:
  npm run witness -- --name witness.example/w1 --key-file w1.key --state-file w1.state --log sluice.example/log+1a2b3c4d+AZ... --create
`;

const SEED = /^(?:0x)?([0-9a-f]{64})\s*$/;

function seedFrom(file: string, create: boolean): Uint8Array {
  if (create && !existsSync(file))
    writeFileSync(file, `${randomBytes(32).toString('hex')}\n`, { flag: 'wx', mode: 0o600 });
  const [, hex] = SEED.exec(readFileSync(file, 'utf8')) ?? [];
  if (hex === undefined) throw new Error(`${file} does not hold 32 bytes in hex`);
  return Uint8Array.from(Buffer.from(hex, 'hex'));
}

/** Wrong usage, which is no failure of the witness. */
class UsageError extends Error {}

function ownVersion(): string {
  const file = new URL('../../package.json', import.meta.url);
  return String((JSON.parse(readFileSync(file, 'utf8')) as { version: unknown }).version);
}

function optionsIn(args: readonly string[]) {
  try {
    return parsed(args).values;
  } catch (error) {
    throw new UsageError(
      `${error instanceof Error ? error.message : String(error)} (--help says what there is)`,
    );
  }
}

function parsed(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    options: {
      name: { type: 'string' },
      'key-file': { type: 'string' },
      'state-file': { type: 'string' },
      log: { type: 'string', multiple: true },
      port: { type: 'string', default: '7380' },
      host: { type: 'string', default: '127.0.0.1' },
      create: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
      version: { type: 'boolean', default: false },
    },
  });
}

async function main(args: readonly string[]): Promise<void> {
  const values = optionsIn(args);
  if (values.help || values.version) {
    process.stdout.write(values.help ? USAGE : `${ownVersion()}\n`);
    return;
  }
  const weakening = uncheckedTls(process.env);
  if (weakening !== undefined) throw new Error(weakening);
  const { name, 'key-file': keyFile, 'state-file': stateFile, log: logs = [], port, host, create } = values;
  if (name === undefined || keyFile === undefined || stateFile === undefined || logs.length === 0)
    throw new UsageError(USAGE.trimEnd());
  const signer = seedSigner('cosignature-v1', name, seedFrom(keyFile, create));
  if (create && !existsSync(stateFile)) await StateFile.create(stateFile);
  const state = await StateFile.open(stateFile);
  const now = (): bigint => BigInt(Math.floor(Date.now() / 1000));
  const witness = new Witness({ signer, logs: logs.map(parseVerifierKey), state, now });
  const server = witnessServer(witness, (text) => process.stderr.write(`${text}\n`));
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      server.close(() => {
        state.close();
      });
      server.closeIdleConnections();
    });
  server.once('error', fail);
  server.listen(Number(port), host, () => {
    const address = server.address();
    const bound = typeof address === 'object' && address ? address.port : port;
    process.stdout.write(
      `The witness is ready on http://${host}:${String(bound)}\n${printVerifierKey(signer.key)}\n`,
    );
  });
}

function fail(error: unknown): void {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}

await main(process.argv.slice(2)).catch(fail);
