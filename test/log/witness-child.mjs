// node witness-child.mjs STATE_FILE SEED_HEX LOG_VKEY [STEP]  runs the built witness, which is killed at the step.
import { seedSigner } from '../../dist/domain/audit-log/note-signer.js';
import { parseVerifierKey } from '../../dist/domain/audit-log/verifier-key.js';
import { StateFile } from '../../dist/witness/state-file.js';
import { Witness } from '../../dist/witness/witness.js';
import { witnessServer } from '../../dist/witness/witness-server.js';

const [stateFile, seed, vkey, killAt] = process.argv.slice(2);
const onStep = (step) => {
  if (step === killAt) process.kill(process.pid, 'SIGKILL');
};
const signer = seedSigner('cosignature-v1', 'witness.test/w', Uint8Array.from(Buffer.from(seed, 'hex')));
const state = await StateFile.open(stateFile, onStep);
const witness = new Witness({
  signer,
  logs: [parseVerifierKey(vkey)],
  state,
  now: () => BigInt(Math.floor(Date.now() / 1000)),
  onStep,
});
const server = witnessServer(witness, (text) => process.stderr.write(`${text}\n`));
server.listen(0, '127.0.0.1', () => process.stdout.write(`${server.address().port}\n`));
