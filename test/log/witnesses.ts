import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { VerifierKey } from '../../src/domain/audit-log/verifier-key.js';
import { StateFile } from '../../src/witness/state-file.js';
import { Witness } from '../../src/witness/witness.js';
import { witnessServer } from '../../src/witness/witness-server.js';
import { vkeyOf, witnessSigner } from '../builders/witnessed-log.js';

export interface TestWitness {
  /** As LOG_WITNESSES names it. */
  readonly setting: string;
  /** While it is true, the witness answers 500. */
  isDown: boolean;
  stop(): Promise<void>;
}

/** A witness in this process, with a state file of its own. */
export async function startWitness(number: number, log: VerifierKey): Promise<TestWitness> {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-witness-'));
  const stateFile = join(folder, 'state');
  await StateFile.create(stateFile);
  const state = await StateFile.open(stateFile);
  const signer = witnessSigner(number);
  const witness = new Witness({
    signer,
    logs: [log],
    state,
    now: () => BigInt(Math.floor(Date.now() / 1000)),
  });
  const test = { isDown: false };
  const answer = witness.addCheckpoint.bind(witness);
  witness.addCheckpoint = (body) => (test.isDown ? Promise.reject(new Error('it is down')) : answer(body));
  const server: Server = witnessServer(witness, () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const setting = `${vkeyOf(signer)}@http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  const stop = async (): Promise<void> => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
    state.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return Object.assign(test, { setting, stop });
}
