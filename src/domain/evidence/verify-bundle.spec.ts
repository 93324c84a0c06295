import { describe, expect, it } from '@jest/globals';
import { type PlainEntry, resealed } from '../../../test/builders/resealed.js';
import { TWO_OF_THREE, logSigner, vkeyOf, witnessSigner } from '../../../test/builders/witnessed-log.js';
import { withLeaf } from '../../../test/builders/changed-json.js';
import { bundleText, recordedBundle, recordedRoots } from '../../../test/vectors/evidence-bundle.js';
import { DEMO_PEOPLE, confirmationKey, ownerKey } from '../../../sandbox/people.js';
import { parseTlogPolicy } from '../audit-log/tlog-policy.js';
import { parseVerifierKey } from '../audit-log/verifier-key.js';
import { type Json } from '../values/canonical-json.js';
import { parseBytes32 } from '../values/hex.js';
import { type EvidenceBundle, printBundle } from './bundle.js';
import type { Check } from './line.js';
import { Memory } from './memory.js';
import type { Roots } from './roots.js';
import { verifyBundle } from './verify-bundle.js';

const memory = new Memory();
const bundle = recordedBundle();

type Found = readonly (readonly [Check, string])[];

/** What does not hold of a bundle, as check and part. */
async function found(changed: EvidenceBundle, roots: Roots = {}): Promise<Found> {
  const { lines } = await verifyBundle(printBundle(changed), roots, memory);
  return lines.flatMap(({ ok, check, part }) => (ok === false ? [[check, part] as const] : []));
}

/** A copy with another value at a place. */
function put(path: readonly (string | number)[], value: Json, of: EvidenceBundle = bundle): EvidenceBundle {
  return withLeaf(of, path, value) as unknown as EvidenceBundle;
}

const without =
  (...types: readonly string[]) =>
  (entries: readonly PlainEntry[]) =>
    entries.filter(({ type }) => !types.includes(type));

function person(name: string) {
  const found = DEMO_PEOPLE.find((each) => each.name === name);
  if (!found) throw new Error(`nobody is called ${name}`);
  return found;
}

describe('a bundle that somebody made up with the key of the log', () => {
  it('holds, if nothing but the log is new, and is not the log that the auditor knows', async () => {
    const made = resealed(bundle);
    expect(await found(made)).toEqual([]);
    expect(await found(made, recordedRoots())).toEqual([
      ['log', '/log/key'],
      ['log', '/log/checkpoint'],
    ]);
  });

  it('invariant 8: has no quorum without the answer of one group', async () => {
    const [ada] = bundle.confirmations;
    const fewer = { ...bundle, confirmations: bundle.confirmations.slice(1) };
    const made = resealed(fewer, (entries) =>
      entries.filter(({ detail }) => detail['confirmation'] !== ada?.id),
    );
    expect(await found(made)).toEqual([['confirmations', '/confirmations']]);
  });

  it('invariant 10: does not count an answer of the requester, however well it is signed', async () => {
    const [ada] = bundle.confirmations;
    if (!ada) throw new Error('nobody confirmed');
    const key = confirmationKey(person('Tessa'));
    const signature = await key.sign({ hash: parseBytes32(ada.digest) });
    const own = { ...ada, person: bundle.transfer.intent.requesterId, key: key.address, signature };
    const changed = { ...bundle, confirmations: [own, ...bundle.confirmations.slice(1)] };
    const made = resealed(changed, (entries) =>
      entries.map((entry) =>
        entry.detail['confirmation'] === own.id
          ? { ...entry, actor: own.person, detail: { ...entry.detail, keyId: own.key, signature } }
          : entry,
      ),
    );
    expect(await found(made)).toEqual([
      ['confirmations', '/confirmations/0/person'],
      ['confirmations', '/confirmations/0'],
      ['confirmations', '/confirmations'],
    ]);
  });

  it('invariant 17: does not decide by facts that are not those of the register and the intent', async () => {
    const facts = ['decisions', 0, 'facts'] as const;
    const cases: readonly (readonly [readonly (string | number)[], Json])[] = [
      [[...facts, 'amount'], '1'],
      [
        [...facts, 'requester', 'roles'],
        ['operator', 'admin'],
      ],
      [[...facts, 'destination', 'label'], 'Hot wallet 2'],
      [[...facts, 'asset', 'removed'], true],
      [[...facts, 'safe', 'address'], '0x0000000000000000000000000000000000000001'],
      [[...facts, 'intentSignatureValid'], false],
      [[...facts, 'now'], 1],
    ];
    for (const [path, value] of cases) {
      const faults = await found(resealed(put(path, value)));
      expect([path.join('/'), faults.map(([check]) => check)]).toEqual([
        path.join('/'),
        expect.arrayContaining(['decision']),
      ]);
    }
  });

  it('invariant 17: does not decide otherwise than the policy does', async () => {
    const made = put(['decisions', 1, 'decision', 'outcome'], 'permit');
    expect(await found(resealed(made))).toEqual(
      expect.arrayContaining([['decision', '/decisions/1/decision']]),
    );
  });

  it('invariant 5: does not show effects that do not follow from the intent', async () => {
    const effects = ['simulations', 0, 'record', 'attempts', 0, 'report', 'effects'];
    const made = put([...effects, 'nativeChanges', 0, 'delta'], '1');
    expect(await found(resealed(made))).toEqual([['effects', '/simulations/0/record/judgement']]);
  });

  it('invariant 4: pretends nothing but the approvals of the hash', async () => {
    const made = put(['simulations', 1, 'record', 'overrides', 0, 'value'], `0x${'00'.repeat(32)}`);
    expect(await found(resealed(made))).toEqual([['effects', '/simulations/1/record/execution']]);
  });

  it('does not run on state that the header does not commit to', async () => {
    const proofs = ['simulations', 0, 'record', 'attempts', 4, 'report', 'proven', 'evidence', 'proofs', 0];
    const made = put([...proofs, 'accountProof', 0], '0xc0');
    expect(await found(resealed(made))).toEqual([['state', `/${proofs.join('/')}`]]);
  });

  it('invariant 14: does not count a signature of an owner over another hash', async () => {
    const key = ownerKey(person('Otto'));
    if (!key) throw new Error('Otto owns nothing');
    const signature = await key.sign({ hash: `0x${'11'.repeat(32)}` });
    const changed = put(['ownerSignatures', 0, 'signature'], signature);
    const made = resealed(changed, (entries) =>
      entries.map((entry) =>
        entry.type === 'transfer.owner-signed' && entry.detail['owner'] === key.address
          ? { ...entry, detail: { ...entry.detail, signature } }
          : entry,
      ),
    );
    expect(await found(made)).toEqual([['owners', '/ownerSignatures/0/signature']]);
  });

  it('invariant 16: has no step of its life left out', async () => {
    expect(await found(resealed(bundle, without('transfer.confirmed')))).toEqual([
      ['records', expect.stringMatching(/^\/log\/entries\//)],
      ['confirmations', '/clearances/0'],
    ]);
    expect(await found(resealed(bundle, without('transfer.decided')))).toEqual(
      expect.arrayContaining([['records', '/decisions']]),
    );
    expect(await found(resealed(bundle, (entries) => [...entries].reverse()))).not.toEqual([]);
  });

  it('names the register that it is judged by: no act is left out, and none is added', async () => {
    const fewer = { ...bundle, acts: bundle.acts.slice(0, -1) };
    expect(await found(resealed(fewer))).toEqual(expect.arrayContaining([['register', '/acts']]));
    const earlier = resealed(bundle, (entries) =>
      entries.map((entry) => ({
        ...entry,
        detail: {
          ...entry.detail,
          ...(entry.detail['register'] !== undefined && { register: firstRegister(entries) }),
        },
      })),
    );
    expect(await found(earlier)).toEqual([['register', '/acts']]);
  });

  it('invariant 18: is not that of another installation, whatever it says of itself', async () => {
    const other = parseBytes32(`0x${'12'.repeat(32)}`);
    expect(await found(bundle, { ...recordedRoots(), founding: other })).toEqual([
      ['register', '/installation/id'],
    ]);
    expect(await found(bundle, { ...recordedRoots(), chainId: 1 })).toEqual([
      ['register', '/installation/chainId'],
    ]);
  });
});

function firstRegister(entries: readonly PlainEntry[]): Json {
  return entries.find(({ detail }) => detail['register'] !== undefined)?.detail['register'] ?? null;
}

describe('the witnesses of the log', () => {
  const policy = parseTlogPolicy(TWO_OF_THREE);
  const logKey = parseVerifierKey(vkeyOf(logSigner));

  it('invariant 16: are enough if the policy of the auditor says so', async () => {
    const witnessPolicy = { witnessPolicy: policy, logKey };
    expect(await found(resealed(bundle, undefined, [1, 3]), witnessPolicy)).toEqual([]);
    expect(await found(resealed(bundle, undefined, [1]), witnessPolicy)).toEqual([
      ['log', '/log/checkpoint'],
    ]);
    expect(await found(resealed(bundle), witnessPolicy)).toEqual([['log', '/log/checkpoint']]);
  });

  it('are each accounted for: no key without a signature, no signature without a key', async () => {
    const made = resealed(bundle, undefined, [1, 2]);
    const fewer = { ...made, log: { ...made.log, witnesses: made.log.witnesses.slice(1) } };
    const more = {
      ...made,
      log: { ...made.log, witnesses: [...made.log.witnesses, vkeyOf(witnessSigner(3))] },
    };
    expect(await found(fewer)).toEqual([['log', '/log/checkpoint']]);
    expect(await found(more)).toEqual([['log', '/log/checkpoint']]);
  });
});

describe(verifyBundle.name, () => {
  it.each([
    ['another spelling', bundleText.replace('{"acts"', '{ "acts"')],
    ['no newline', bundleText.trimEnd()],
    ['a second value', `${bundleText}{}\n`],
    ['nothing', ''],
    ['a key twice', bundleText.replace('"v":1}', '"v":1,"v":1}')],
    ['a member more', bundleText.replace('"v":1}', '"v":1,"w":1}')],
    ['another version', bundleText.replace(/"v":1\}\n$/, '"v":2}\n')],
    [
      'an address in lower case',
      bundleText.replace(/"executor":"0x[0-9a-fA-F]+"/, (text) => text.toLowerCase()),
    ],
  ])('invariant 18: takes one spelling, not %s', async (_what, text) => {
    const { lines, holds } = await verifyBundle(text, recordedRoots(), memory);
    expect([
      holds,
      lines.some(({ ok, check }) => ok === false && (check === 'form' || check === 'records')),
    ]).toEqual([false, true]);
  });

  it('invariant 6: says what it could not prove, and is rooted only in what the auditor named', async () => {
    const { lines, holds, isRooted } = await verifyBundle(bundleText, {}, memory);
    expect([holds, isRooted]).toEqual([true, false]);
    const open = lines.flatMap(({ ok, part }) => (ok === 'not-proven' ? [part] : []));
    expect(open).toEqual(
      expect.arrayContaining(['/installation/id', '/log/key', '/log/witnesses', '/execution/blockHash']),
    );
    const rooted = await verifyBundle(bundleText, recordedRoots(), memory);
    expect([rooted.holds, rooted.isRooted]).toEqual([true, true]);
  });
});
