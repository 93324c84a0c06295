import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import {
  aSample,
  coinContent,
  destinationContent,
  evmKeyContent,
  priceFeedContent,
  safeContent,
  tokenContent,
  webhookContent,
} from '../../../test/builders/governed.js';
import { ETHER, OFFICER, OPERATOR, USDC, aPolicyDocument } from '../../../test/builders/policy.js';
import { emptyPolicy, person, quorums } from '../../../test/governance.js';
import { type Json, canonicalJson, plain } from '../values/canonical-json.js';
import { CHANGE_KINDS, type ChangeKind } from './change.js';
import { KINDS } from './kinds.js';
import type { Names } from './kinds/kind-rules.js';

const DAY = 86_400;
const names: Names = { person: (id) => `called ${id}`, asset: (id) => `asset ${id}` };
const object = (json: Json): Record<string, Json> => z.record(z.string(), z.json()).parse(json);

/** The quorums with something else for destinations. */
function quorumsWith(ofDestination: (before: Record<string, Json>) => Json, lookalike?: Json): Json {
  const all = object(quorums(DAY));
  const kinds = object(all['kinds'] ?? null);
  const changed = { ...kinds, destination: ofDestination(object(kinds['destination'] ?? null)) };
  return { ...all, kinds: changed, ...(lookalike !== undefined && { lookalike }) };
}

const require = (group: string, count: number): Json => [{ group, count }];
const waiting = (count: number, delaySeconds: number): Json => ({
  require: require('governance', count),
  delaySeconds,
});
const byEvm = (count: number): Json => ({
  require: [{ group: 'governance', count, keys: 'evm' }],
  delaySeconds: DAY,
});
const MANY: readonly Json[] = [
  { group: 'compliance', count: 1 },
  { group: 'governance', count: 2 },
];
const base = quorumsWith((before) => ({ ...before, loosen: waiting(2, DAY) }), require('compliance', 1));
const loosening = (loosen: Json): Json =>
  quorumsWith((before) => ({ ...before, loosen }), require('compliance', 1));

/** What one version after another is: every line that is not plainly tighter waits for its quorum and its delay. */
const DIRECTIONS: readonly (readonly [ChangeKind, string, Json, Json, 'loosens' | 'tightens'])[] = [
  ['person', 'is added', null, person('Piet', ['operator'], []), 'loosens'],
  ['person', 'is removed', person('Piet', ['operator'], []), null, 'tightens'],
  [
    'person',
    'has a role more',
    person('Piet', ['operator'], []),
    person('Piet', ['operator', 'approver'], []),
    'loosens',
  ],
  [
    'person',
    'has a role less',
    person('Piet', ['operator', 'approver'], []),
    person('Piet', ['operator'], []),
    'tightens',
  ],
  [
    'person',
    'has another role',
    person('Piet', ['operator'], []),
    person('Piet', ['approver'], []),
    'loosens',
  ],
  ['person', 'is in a group more', person('Piet', [], []), person('Piet', [], ['treasury']), 'loosens'],
  ['person', 'is in a group less', person('Piet', [], ['treasury']), person('Piet', [], []), 'tightens'],
  ['person', 'is called otherwise', person('Piet', [], []), person('Paul', [], []), 'loosens'],
  [
    'person',
    'gets an account',
    person('Piet', [], []),
    person('Piet', [], [], [{ issuer: 'https://id.example', subject: 'piet' }]),
    'loosens',
  ],
  ['key', 'is enrolled', null, evmKeyContent(OFFICER, OWNER()), 'loosens'],
  ['key', 'is revoked', evmKeyContent(OFFICER, OWNER()), null, 'tightens'],
  ['destination', 'is listed', null, destinationContent(), 'loosens'],
  ['destination', 'is removed', destinationContent(), null, 'tightens'],
  ['asset', 'is registered', null, tokenContent(), 'loosens'],
  ['asset', 'is pinned anew', tokenContent(), tokenContent({ symbol: 'USDC.e' }), 'loosens'],
  ['asset', 'is removed', coinContent(), null, 'tightens'],
  ['safe', 'is onboarded', null, safeContent(), 'loosens'],
  ['safe', 'has a higher threshold', safeContent({ threshold: 2 }), safeContent({ threshold: 3 }), 'loosens'],
  ['policy', 'stays as it is', { ...emptyPolicy() }, { ...emptyPolicy() }, 'tightens'],
  ['unfreeze', 'lifts', null, aSample('unfreeze').content, 'loosens'],
  ['webhook', 'is added', null, webhookContent(), 'loosens'],
  ['webhook', 'is removed, so that nobody is told', webhookContent(), null, 'loosens'],
  ['price-feed', 'is added', null, priceFeedContent(), 'loosens'],
  ['price-feed', 'is removed, so that the lower price counts', priceFeedContent(), null, 'loosens'],
  ['price-feed', 'is another aggregator', priceFeedContent(), priceFeedContent({ decimals: 6 }), 'loosens'],
  [
    'price-feed',
    'is believed for less long',
    priceFeedContent(),
    priceFeedContent({ maxAgeSeconds: 60 }),
    'tightens',
  ],
  [
    'price-feed',
    'is believed for longer',
    priceFeedContent({ maxAgeSeconds: 60 }),
    priceFeedContent(),
    'loosens',
  ],
  ['quorums', 'ask for one more', base, loosening(waiting(3, DAY)), 'tightens'],
  ['quorums', 'ask for one less', base, loosening(waiting(1, DAY)), 'loosens'],
  ['quorums', 'ask for EVM keys', base, loosening(byEvm(2)), 'tightens'],
  ['quorums', 'ask for any key', loosening(byEvm(2)), base, 'loosens'],
  ['quorums', 'ask for fewer, by EVM keys', base, loosening(byEvm(1)), 'loosens'],
  ['quorums', 'wait longer', base, loosening(waiting(2, 2 * DAY)), 'tightens'],
  ['quorums', 'wait a second less', base, loosening(waiting(2, DAY - 1)), 'loosens'],
  ['quorums', 'ask for more and wait less', base, loosening(waiting(3, DAY - 1)), 'loosens'],
  [
    'quorums',
    'ask for another group',
    base,
    loosening({ require: require('treasury', 9), delaySeconds: DAY }),
    'loosens',
  ],
  [
    'quorums',
    'ask for more to tighten, which takes the brake away',
    base,
    quorumsWith(
      (before) => ({ ...before, loosen: waiting(2, DAY), tighten: { require: require('governance', 5) } }),
      require('compliance', 1),
    ),
    'loosens',
  ],
  [
    'quorums',
    'ask for fewer of look-alikes',
    quorumsWith((b) => b, require('compliance', 2)),
    quorumsWith((b) => b, require('compliance', 1)),
    'loosens',
  ],
];

function OWNER(): string {
  return '0x70997970C51812dc3A010C7d01b50e0d17dc79C8';
}

describe('KINDS', () => {
  it.each(CHANGE_KINDS)('knows what a %s is, in full, and by which name', (kind) => {
    const { subject, content } = aSample(kind);
    expect(KINDS[kind].fault(subject, content)).toBeUndefined();
    expect(KINDS[kind].inFull(content)).toEqual(content);
    expect(KINDS[kind].fault('per_x', content)).toBe('per_x is no name for this object');
    expect(KINDS[kind].fault(subject, { ...object(content), surprise: 1 })).toMatch(/surprise|nrecognized/);
    expect(KINDS[kind].proposers.length).toBeGreaterThan(0);
  });

  it.each(CHANGE_KINDS)('says in sentences what a new %s is, and that it goes where it can', (kind) => {
    const { subject, content } = aSample(kind);
    const added = KINDS[kind].sentences(subject, { before: null, after: content }, names);
    expect(added.length).toBeGreaterThan(0);
    for (const each of added) expect(each).toMatch(/^[A-Z"\x21-\x7e].*[.]$/s);
    const removed = KINDS[kind].sentences(subject, { before: content, after: null }, names);
    expect(removed.length > 0).toBe(KINDS[kind].canBeRemoved);
    expect(KINDS[kind].fault(subject, null) === undefined).toBe(KINDS[kind].canBeRemoved);
  });

  it.each(DIRECTIONS)('invariant 13: a %s that %s', (kind, _what, before, after, direction) => {
    expect(KINDS[kind].direction(before, after)).toBe(direction);
    expect(KINDS[kind].isSame(before, after)).toBe(canonicalJson(before) === canonicalJson(after));
  });

  it.each(CHANGE_KINDS)('a %s that says what it said changes nothing, in whatever order', (kind) => {
    const { content } = aSample(kind);
    expect(KINDS[kind].isSame(content, content)).toBe(true);
    expect(KINDS[kind].isSame(null, content)).toBe(false);
    expect(KINDS[kind].isSame(content, null)).toBe(false);
  });

  it.each<[ChangeKind, string, Json, Json]>([
    [
      'person',
      'roles',
      person('Piet', ['operator', 'approver'], []),
      person('Piet', ['approver', 'operator'], []),
    ],
    [
      'destination',
      'assets',
      destinationContent({ assetIds: [USDC, ETHER] }),
      destinationContent({ assetIds: [ETHER, USDC] }),
    ],
    [
      'policy',
      'rules',
      plain(aPolicyDocument()),
      plain({ ...aPolicyDocument(), rules: aPolicyDocument().rules.toReversed() }),
    ],
    ['quorums', 'groups', quorumsWith((b) => b, MANY), quorumsWith((b) => b, [...MANY].reverse())],
  ])('a %s with its %s in another order changes nothing', (kind, _what, before, after) => {
    expect(canonicalJson(before)).not.toBe(canonicalJson(after));
    expect(KINDS[kind].isSame(before, after)).toBe(true);
  });

  it('a destination keeps the start of its cooling-off without naming it', () => {
    const founded = destinationContent({ approvedAt: 1_700_000_000 });
    expect(KINDS.destination.isSame(founded, destinationContent())).toBe(true);
    expect(KINDS.destination.isSame(founded, destinationContent({ label: 'Hot wallet 2' }))).toBe(false);
    expect(KINDS.destination.isSame(destinationContent(), founded)).toBe(false);
  });

  it.each(CHANGE_KINDS)('invariant 13: a new %s never tightens', (kind) => {
    expect(KINDS[kind].direction(null, aSample(kind).content)).toBe('loosens');
  });

  it('invariant 10: a key concerns its owner and whoever invited them to enrol it', () => {
    const key = { ...object(evmKeyContent(OFFICER, OWNER())), invitedBy: OPERATOR };
    expect(KINDS.key.concerns(key)).toEqual([OFFICER, OPERATOR]);
    expect(KINDS.key.concerns(evmKeyContent(OFFICER, OWNER()))).toEqual([OFFICER]);
    expect(KINDS.destination.concerns(destinationContent())).toEqual([]);
  });

  it.each([
    'http://hooks.example/x',
    'https://user:secret@hooks.example/x',
    'https://169.254.169.254/latest/meta-data/',
    'https://[::ffff:169.254.169.254]/latest/meta-data/',
    'https://localhost/x',
    'https://2130706433/x',
  ])('I11: takes no webhook to %s', (url) => {
    const { subject } = aSample('webhook');
    expect(KINDS.webhook.fault(subject, webhookContent({ url }))).toContain('url');
  });
});
