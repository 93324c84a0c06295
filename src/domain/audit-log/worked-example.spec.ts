import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { bytesToHex } from 'viem';
import { readerOf } from '../../../test/builders/log-tree.js';
import {
  COSIGNED_AT,
  checkpointNote,
  checkpointText,
  logSigner,
  receiptOf,
  signedBy,
  vkeyOf,
  witnessSigner,
} from '../../../test/builders/witnessed-log.js';
import { consistencyProof } from './consistency-proof.js';
import { cosignatureMessage } from './cosignature.js';
import { entryBundle } from './entry-bundle.js';
import { frontierOf, frontierRoot } from './frontier.js';
import { leafNode } from './merkle.js';
import { parseSignedNote } from './signed-note.js';
import { parseTlogPolicy } from './tlog-policy.js';
import { verifyCheckpoint } from './verify-checkpoint.js';
import { printWitnessRequest } from './witness-request.js';

const document = readFileSync(new URL('../../../docs/audit-log-format.md', import.meta.url), 'utf8');
const entries = [0, 1, 2, 3, 4].map((index) => `{"index":"${String(index)}"}`);
const leaves = entries.map((entry) => leafNode(Buffer.from(entry)));
const hex = (bytes: Uint8Array): string => bytesToHex(bytes).slice(2);
const rootOf = (size: number): string => hex(frontierRoot(frontierOf(leaves.slice(0, size))));
const text = checkpointText(leaves);

describe('docs/audit-log-format.md', () => {
  it.each([
    ...leaves.map((leaf, at) => [`leaf ${String(at)}`, hex(leaf)]),
    ...[0, 2, 3, 4, 5].map((size) => [`root of ${String(size)}`, rootOf(size)]),
    ['node 1 of level 1', hex(readerOf(leaves)(1, 1n))],
  ])('has the %s of its example', (name, hash) => {
    expect(document).toMatch(new RegExp(`\\| ${name} +\\| \`${hash}\` \\|`));
  });

  it.each([
    ['checkpoint', checkpointNote(leaves, [1])],
    ['cosigned message', Buffer.from(cosignatureMessage(text, COSIGNED_AT)).toString()],
    ['receipt', receiptOf(entries, 2, [1])],
    [
      'request to a witness',
      printWitnessRequest({
        oldSize: 3n,
        proof: consistencyProof(3n, 5n, readerOf(leaves)),
        checkpoint: signedBy(text, []),
      }),
    ],
    ['keys', `${vkeyOf(logSigner)}\n${vkeyOf(witnessSigner(1))}\n`],
  ])('has the %s of its example, byte for byte', (_name, block) => {
    expect(document).toContain(`\n\`\`\`\n${block}\`\`\`\n`);
  });

  it('has a policy that its checkpoint satisfies', () => {
    const [, policy = ''] = /```\n(log [^`]*)```/.exec(document) ?? [];
    const trust = { logKey: logSigner.key, policy: parseTlogPolicy(policy) };
    expect(verifyCheckpoint(parseSignedNote(checkpointNote(leaves, [1])), trust)).toMatchObject({
      isValid: true,
    });
  });

  it('has the bundle of its first two entries', () => {
    expect(document).toContain(
      `\`${hex(entryBundle(entries.slice(0, 2).map((entry) => Buffer.from(entry))))}\``,
    );
  });
});
