import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { aSample } from '../../../test/builders/governed.js';
import { emptyPolicy } from '../../../test/governance.js';
import type { Json } from '../values/canonical-json.js';
import { CHANGE_KINDS, type ChangeKind } from './change.js';
import { KINDS } from './kinds.js';
import { QuorumsContent } from './kinds/quorums.js';
import type { Names } from './kinds/kind-rules.js';

const path = new URL('../../../test/vectors/signed-sentences.json', import.meta.url);
const example = new URL('../../../test/vectors/policy-example.json', import.meta.url);
const names: Names = { person: (id) => `called ${id}`, asset: (id) => `asset ${id}` };

/** What is said of places that only EVM keys fill. */
function byEvmKeys(
  kind: ChangeKind,
  say: (before: Json, after: Json) => readonly string[],
): readonly string[] {
  const requiring = (group: string): Json => [
    { group, count: 1, keys: 'evm' },
    { group, count: 2 },
  ];
  if (kind === 'policy') {
    const before = { ...emptyPolicy() };
    const tier: Json = { name: 'large', unit: 'usd', upTo: '5', require: requiring('treasury') };
    return say(before, { ...before, tiers: [tier], exceptionQuorum: requiring('compliance') });
  }
  if (kind !== 'quorums') return [];
  const { subject: _subject, content } = aSample(kind);
  const before = QuorumsContent.parse(content);
  const { policy } = before.kinds;
  const loosen = { ...policy.loosen, require: requiring('governance') };
  const kinds = { ...before.kinds, policy: { ...policy, loosen } };
  return say(content, z.json().parse({ kinds, lookalike: requiring('compliance') }));
}

/** What people signed when they added, changed or removed one of each kind; ids and keys are of each run. */
function sentences(kind: ChangeKind): readonly string[] {
  const { subject, content } = aSample(kind);
  const say = (before: Json, after: Json) => KINDS[kind].sentences(subject, { before, after }, names);
  const said = [...say(null, content), ...say(content, content)];
  if (KINDS[kind].canBeRemoved) said.push(...say(content, null));
  if (kind === 'key') {
    const named = z.record(z.string(), z.json()).parse(content);
    const called = { ...named, label: 'YubiKey 5' };
    const address = '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed';
    const owner = {
      kind: 'evm',
      personId: named['personId'] ?? '',
      invitedBy: null,
      purpose: 'owner',
      address,
    };
    said.push(...say(null, called), ...say(called, null));
    said.push(...say(null, owner), ...say(null, { ...owner, label: 'Ledger (vault)' }));
  }
  if (kind === 'policy') {
    const full = z.json().parse(JSON.parse(readFileSync(example, 'utf8')));
    said.push(...say(null, full), ...say(full, { ...emptyPolicy() }), ...say({ ...emptyPolicy() }, full));
  }
  said.push(...byEvmKeys(kind, say));
  return said.map((each) =>
    each
      .replaceAll(subject, 'SUBJECT')
      .replaceAll(/\b([a-z]{2,4})_[0-9a-f-]{36}/g, '$1_ID')
      .replaceAll(/public key [\w-]+/g, 'public key KEY'),
  );
}

/**
 * A signature is over the sentences, and who verifies it derives them again: a word that is put better makes every register
 * and every bundle that was signed before refuse to hold. A new wording is a new kind of act, beside the old one.
 */
describe('sentences that people have signed', () => {
  it.each(CHANGE_KINDS)('invariant 18: of a change of kind %s are never worded otherwise', (kind) => {
    const said = sentences(kind);
    if (process.env['SLUICE_KEEP_SENTENCES']) {
      const kept = z.record(z.string(), z.json()).parse(JSON.parse(readFileSync(path, 'utf8')));
      writeFileSync(path, `${JSON.stringify({ [kind]: said, ...kept }, null, 2)}\n`);
    }
    const signed = z.record(z.string(), z.array(z.string())).parse(JSON.parse(readFileSync(path, 'utf8')));
    expect(said).toEqual(signed[kind]);
  });
});
