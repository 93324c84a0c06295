import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import { readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleAsOf } from '../../../test/builders/bundle-as-of.js';
import { LOG_KEY, claraAt } from '../../../test/builders/governed-client.js';
import { shownTransfer } from '../../../test/builders/shown-transfer.js';
import { Folder } from '../../../test/builders/sluice-command.js';
import { recordedBundle } from '../../../test/vectors/evidence-bundle.js';
import { TransferDetail } from '../../transfer-api/detail/transfer-detail.contract.js';
import { signedFilePath } from '../evidence/evidence-paths.js';

const folder = new Folder();
const home = new Folder();
const out = join(folder.path, 'file.json');
let stop: (() => Promise<void>) | undefined;
afterEach(async () => {
  await stop?.();
  rmSync(out, { force: true });
});
afterAll(() => {
  folder.remove();
  home.remove();
});

const { shown } = await shownTransfer(bundleAsOf(recordedBundle(), 'transfer.cleared'));
const { id } = TransferDetail.parse(shown);
// Not as this program would print it: it is written byte for byte.
const FILE = Buffer.from('{ "of":  "the transfer"}');
const REQUEST = Buffer.from('{ "of":  "the owners"}');

async function run(command: string, more: readonly string[] = []) {
  const at = await claraAt(home, {
    [`GET /v1/transfers/${id}`]: () => ({ json: shown }),
    [`GET /v1/transfers/${id}/evidence`]: () => FILE,
    [`GET /v1/transfers/${id}/signature-request/file`]: () => REQUEST,
  });
  ({ stop } = at);
  return at.sluice(['transfer', command, id, '--out', out, '--person', 'Clara', ...more]);
}

describe('sluice transfer evidence, request-file', () => {
  it.each([
    ['evidence', 'bundle', FILE],
    ['request-file', 'request', REQUEST],
  ])('%s writes what the gateway serves, and says how it is verified', async (command, verifier, file) => {
    const ended = await run(command);
    expect([ended.code, readFileSync(out)]).toEqual([0, file]);
    expect(ended.out).toContain(`sluice verify ${verifier} ${out} --founding 0x`);
    expect(ended.out).toContain(`--log-key ${LOG_KEY}`);
    expect(readdirSync(folder.path)).toEqual(['file.json']);
  });

  it('takes the evidence for the owners of a burn', () => {
    expect(signedFilePath(id, true)).toBe(`/v1/transfers/${id}/evidence`);
  });

  it.each(['evidence', 'request-file'])('%s writes over nothing but by force', async (command) => {
    writeFileSync(out, 'mine');
    expect((await run(command)).code).toBe(2);
    expect(readFileSync(out, 'utf8')).toBe('mine');
    await stop?.();
    expect((await run(command, ['--force'])).code).toBe(0);
    expect(readFileSync(out, 'utf8')).not.toBe('mine');
  });
});
