import { describe, expect, it } from '@jest/globals';
import { definedRoot, platformHasher, readerOf, someLeaves } from '../../../test/builders/log-tree.js';
import { checkpointText, logSigner, signedBy } from '../../../test/builders/witnessed-log.js';
import { consistencyProof } from './consistency-proof.js';
import { MalformedLogText } from './malformed.js';
import { seedSigner, signNote } from './note-signer.js';
import { type WitnessedLog, requestedOrigin, witnessDecision } from './witness-decision.js';

const leaves = someLeaves(9);
const forked = leaves.with(1, new Uint8Array(32));
const rotated = seedSigner('ed25519', logSigner.key.name, new Uint8Array(32).fill(2));
const stranger = seedSigner('ed25519', 'stranger.example', new Uint8Array(32).fill(3));
const keys = [logSigner.key, rotated.key];

const seen = (size: number): WitnessedLog => ({
  keys,
  latest: { size: BigInt(size), root: definedRoot(leaves.slice(0, size)) },
});
const NEVER: WitnessedLog = { keys, latest: null };

interface Asked {
  readonly old: number;
  readonly size: number;
  readonly tree?: readonly Uint8Array[];
  readonly proof?: readonly Uint8Array[];
  readonly by?: typeof logSigner;
}

function ask(log: WitnessedLog | undefined, { old, size, tree = leaves, proof, by = logSigner }: Asked) {
  const part = tree.slice(0, size);
  return witnessDecision(log, {
    oldSize: BigInt(old),
    proof: proof ?? consistencyProof(BigInt(old), BigInt(size), readerOf(part), platformHasher),
    checkpoint: signedBy(checkpointText(part), [], by),
  });
}

const junk = [new Uint8Array(32)];

describe(witnessDecision.name, () => {
  it.each<[string, number, WitnessedLog | undefined, Asked]>([
    // 200: known, signed, and grown from what was cosigned last
    ['the first checkpoint', 200, NEVER, { old: 0, size: 5 }],
    ['the first checkpoint of an empty log', 200, NEVER, { old: 0, size: 0 }],
    ['growth from the empty tree', 200, seen(0), { old: 0, size: 4 }],
    ['growth', 200, seen(3), { old: 3, size: 9 }],
    ['growth from a power of two', 200, seen(4), { old: 4, size: 9 }],
    ['growth by one', 200, seen(8), { old: 8, size: 9 }],
    ['the same checkpoint again', 200, seen(5), { old: 5, size: 5 }],
    ["the log's other key", 200, seen(3), { old: 3, size: 9, by: rotated }],
    // 404: unknown, whatever else is wrong
    ['an unknown log', 404, undefined, { old: 0, size: 5 }],
    ['an unknown log with everything wrong', 404, undefined, { old: 9, size: 5, proof: junk, by: stranger }],
    // 403: not signed by the log, whatever else is wrong but that
    ["a stranger's signature", 403, NEVER, { old: 0, size: 5, by: stranger }],
    [
      "a stranger's signature, with the rest wrong too",
      403,
      seen(3),
      { old: 9, size: 5, proof: junk, by: stranger },
    ],
    // 400: an old size above the new one, before it is compared with the latest
    ['an old size above the new one', 400, seen(3), { old: 6, size: 5, proof: [] }],
    ['an old size above the new one, that is the latest', 400, seen(9), { old: 9, size: 5, proof: [] }],
    ['an old size above the new one for a new log', 400, NEVER, { old: 6, size: 5, proof: [] }],
    // 409: not from the latest, or another root for its size
    ['an old size below the latest', 409, seen(5), { old: 3, size: 9 }],
    ['an old size above the latest', 409, seen(3), { old: 5, size: 9 }],
    ['an old size for a log that was never seen', 409, NEVER, { old: 3, size: 9 }],
    ['an old size of zero to learn the latest', 409, seen(5), { old: 0, size: 9 }],
    ['an old size below the latest with a wrong proof', 409, seen(5), { old: 3, size: 9, proof: junk }],
    ['a rollback', 409, seen(9), { old: 5, size: 5 }],
    ['a fork of the same size', 409, seen(5), { old: 5, size: 5, tree: forked }],
    ['a fork of the same size with a proof', 409, seen(5), { old: 5, size: 5, tree: forked, proof: junk }],
    // 422: the proof does not prove it
    ['a fork that has grown', 422, seen(5), { old: 5, size: 9, tree: forked }],
    ['a wrong proof', 422, seen(3), { old: 3, size: 9, proof: junk }],
    ['no proof', 422, seen(3), { old: 3, size: 9, proof: [] }],
    ['a proof too long', 422, seen(8), { old: 8, size: 9, proof: [...leaves.slice(8), ...junk] }],
    ['a proof from nothing', 422, NEVER, { old: 0, size: 5, proof: junk }],
    ['a proof from the empty tree', 422, seen(0), { old: 0, size: 5, proof: junk }],
    ['a proof for the same checkpoint', 422, seen(5), { old: 5, size: 5, proof: junk }],
  ])('invariant 16: answers %s with %d', (_name, status, log, asked) => {
    expect(ask(log, asked).status).toBe(status);
  });

  it('with 409 says the size that it knows', () => {
    expect(ask(seen(5), { old: 3, size: 9 })).toMatchObject({ body: '5\n', contentType: 'text/x.tlog.size' });
    expect(ask(NEVER, { old: 3, size: 9 })).toMatchObject({ body: '0\n' });
    expect(ask(seen(5), { old: 5, size: 5, tree: forked })).toMatchObject({ body: '5\n' });
  });

  it('with 200 says what to store and what to cosign', () => {
    const text = checkpointText(leaves);
    expect(ask(seen(5), { old: 5, size: 9 })).toEqual({
      status: 200,
      checkpoint: { origin: logSigner.key.name, size: 9n, root: definedRoot(leaves), extensions: [] },
      text,
    });
  });

  it('ignores signatures of others, and refuses the note for a wrong one of the log', () => {
    const text = checkpointText(leaves);
    const good = signNote(text, logSigner);
    const bad = signNote('another\n', rotated);
    const foreign = signNote('another\n', stranger);
    const decide = (...signatures: readonly (typeof good)[]) =>
      witnessDecision(NEVER, { oldSize: 0n, proof: [], checkpoint: { text, signatures } }).status;
    expect(decide(foreign, good)).toBe(200);
    expect(decide(bad, good)).toBe(403);
    expect(decide(bad)).toBe(403);
    expect(decide(...signedBy(text, [1, 2]).signatures.slice(1))).toBe(403);
  });

  it('throws at a note that is no checkpoint', () => {
    const request = { oldSize: 0n, proof: [], checkpoint: signedBy('text\n', []) };
    expect(() => witnessDecision(NEVER, request)).toThrow(MalformedLogText);
    expect(() => requestedOrigin(request)).toThrow(MalformedLogText);
  });

  it('invariant 16: never cosigns a history that it would have to take back', () => {
    let log = NEVER;
    for (const [old, size] of [
      [0, 2],
      [2, 3],
      [3, 8],
    ] as const) {
      const answer = ask(log, { old, size });
      if (answer.status !== 200) throw new Error(`answered ${String(answer.status)}`);
      log = { keys, latest: answer.checkpoint };
      for (let from = 0; from < size; from += 1) {
        expect(ask(log, { old: size, size: 9, tree: leaves.with(from, new Uint8Array(32)) }).status).toBe(
          422,
        );
      }
    }
  });
});
