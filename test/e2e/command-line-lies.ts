import { type TypedDataDefinition, hashTypedData } from 'viem';
import { z } from 'zod';
import type { Lie } from './lying-gateway.js';

const Typed = z.looseObject({ typedData: z.custom<TypedDataDefinition>(), digest: z.string() });

const other = '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed';
/** Changes the JSON of one path, whatever is asked of it. */
const lie =
  (path: RegExp, change: (json: Record<string, unknown>) => unknown): Lie =>
  (asked, answer) =>
    path.test(asked) ? JSON.stringify(change(JSON.parse(answer) as Record<string, unknown>)) : answer;
const of = (json: unknown, name: string) => (json as Record<string, Record<string, unknown>>)[name] ?? {};
const without = (text: string, from: string | RegExp, to: string): Record<string, unknown> => {
  const changed = text.replace(from, to);
  if (changed === text) throw new Error('nothing to lie about');
  return JSON.parse(changed) as Record<string, unknown>;
};
/** One value in the whole answer, as text. */
const swap = (path: RegExp, from: string | RegExp, to: string): Lie =>
  lie(path, (json) => without(JSON.stringify(json), from, to));

/** As `swap`, of a file that is verified by its bytes. */
const swapBytes =
  (path: RegExp, from: RegExp, to: string): Lie =>
  (asked, answer) => {
    if (!path.test(asked)) return answer;
    const changed = answer.replace(from, to);
    if (changed === answer) throw new Error('nothing to lie about');
    return changed;
  };
/** A gateway that tells one story wherever it is asked. */
const all =
  (...lies: readonly Lie[]): Lie =>
  (asked, answer) =>
    lies.reduce((told, each) => each(asked, told), answer);

const [CLEARANCE, DETAIL, INTENT] = [/\/clearance/, /\/v1\/transfers\/tr_[^/]+$/, /\/intent-statement/];
const [REQUEST, FILE, EVIDENCE] = [/\/signature-request$/, /\/signature-request\/file$/, /\/evidence$/];
const [ASSETS, DESTINATIONS, REGISTER] = [/\/v1\/assets/, /\/v1\/destinations/, /\/v1\/register$/];

/** Somebody's signature, of something else. */
const strange = `0x${'11'.repeat(64)}1b`;

/** Another intent than was wanted, with the right digest of it. */
const intentWith = (change: (message: Record<string, unknown>) => Record<string, unknown>): Lie =>
  lie(INTENT, (json) => {
    const statement = Typed.parse(json);
    const typedData = { ...statement.typedData, message: change(statement.typedData.message) };
    return { ...json, typedData, digest: hashTypedData(typedData as TypedDataDefinition) };
  });

/** A whole other statement, with the right digest of it. */
const otherStatement = lie(CLEARANCE, (json) => {
  const statement = Typed.parse(json['confirm']);
  const typedData = {
    ...statement.typedData,
    message: { ...statement.typedData.message, safeTxHash: `0x${'12'.repeat(32)}` },
  };
  return { ...json, confirm: { typedData, digest: hashTypedData(typedData as TypedDataDefinition) } };
});

/** Beside the digest of the true ones. */
const otherWords = lie(CLEARANCE, (json) => {
  const { typedData, digest } = Typed.parse(json['confirm']);
  const message = { ...typedData.message, words: 'Send 1 ETH' };
  return { ...json, confirm: { typedData: { ...typedData, message }, digest } };
});

type ActName = 'request' | 'requestToken' | 'confirm' | 'reject' | 'except' | 'sign';

const rows: readonly (readonly [string, Lie, ActName])[] = [
  [
    'another digest to confirm',
    lie(CLEARANCE, (json) => ({
      ...json,
      confirm: { ...of(json, 'confirm'), digest: `0x${'12'.repeat(32)}` },
    })),
    'confirm',
  ],
  ['another statement to confirm, with its digest', otherStatement, 'confirm'],
  ['other words to confirm', otherWords, 'confirm'],
  [
    'a smaller amount',
    lie(DETAIL, (json) => ({ ...json, amount: '1', amountUnits: '1000000000000000000' })),
    'confirm',
  ],
  [
    'another address beside the name',
    lie(DETAIL, (json) => ({ ...json, destination: { ...of(json, 'destination'), address: other } })),
    'confirm',
  ],
  [
    'another name beside the address',
    swap(DETAIL, '"label":"Hot wallet 1"', '"label":"Our own wallet"'),
    'confirm',
  ],
  [
    'another intent',
    swap(DETAIL, /"amount":"4000000000000000000"/, '"amount":"3000000000000000000"'),
    'confirm',
  ],
  [
    'another Safe transaction',
    swap(DETAIL, /"safeTxHash":"0x[0-9a-f]{64}"/, `"safeTxHash":"0x${'12'.repeat(32)}"`),
    'confirm',
  ],
  ['other effects', swap(DETAIL, '"digested":{', '"digested":{"more":"",'), 'confirm'],
  [
    'another policy',
    swap(DETAIL, /"policyHash":"0x[0-9a-f]{64}","tier"/, `"policyHash":"0x${'12'.repeat(32)}","tier"`),
    'confirm',
  ],
  [
    'another destination to request',
    swap(INTENT, /"destination":"0x[0-9a-fA-F]{40}"/, `"destination":"${other}"`),
    'request',
  ],
  [
    'another digest to request',
    lie(INTENT, (json) => ({ ...json, digest: `0x${'12'.repeat(32)}` })),
    'request',
  ],
  ['another destination to sign for', swap(REQUEST, /"to":"0x[0-9a-fA-F]{40}"/, `"to":"${other}"`), 'sign'],
  ['a delegate call to sign', swap(REQUEST, '"operation":0', '"operation":1'), 'sign'],
  [
    'another digest to sign',
    swap(REQUEST, /"eip712Digest":"0x[0-9a-f]{64}"/, `"eip712Digest":"0x${'12'.repeat(32)}"`),
    'sign',
  ],
  [
    'evidence of another amount',
    swapBytes(FILE, /"amount":"5000000000000000000"/g, '"amount":"9000000000000000000"'),
    'sign',
  ],
  [
    'an intent that another key signed',
    all(
      swap(DETAIL, /(?<="intentSignature":")0x[0-9a-f]+/, strange),
      swapBytes(EVIDENCE, /(?<="revision":1,"signature":")0x[0-9a-f]+/, strange),
    ),
    'confirm',
  ],
  ['other decimals of the asset', swap(DETAIL, '"decimals":18', '"decimals":17'), 'confirm'],
  [
    'evidence of another address',
    swapBytes(EVIDENCE, /(?<="destination":")0x[0-9a-fA-F]{40}/g, other),
    'confirm',
  ],
  ['evidence of other effects', swapBytes(EVIDENCE, /"delta":"4/g, '"delta":"3'), 'confirm'],
  [
    'the evidence of another transfer',
    swapBytes(EVIDENCE, /(?<="id":"tr_)[0-9a-f]{8}/, '01890a5d'),
    'reject',
  ],
  [
    'another amount to reject',
    lie(DETAIL, (json) => ({ ...json, amountUnits: '1000000000000000000' })),
    'reject',
  ],
  [
    'another amount to except',
    lie(DETAIL, (json) => ({ ...json, amountUnits: '61000000000000000000' })),
    'except',
  ],
  [
    'evidence of another rule',
    swapBytes(EVIDENCE, /"rule":"eth-per-transfer"/g, '"rule":"eth-a-day"'),
    'except',
  ],
  [
    'more decimals of an asset, and the amount that they make',
    all(
      swap(ASSETS, '"decimals":6', '"decimals":8'),
      intentWith((message) => ({ ...message, amount: `${String(message['amount'])}00` })),
    ),
    'requestToken',
  ],
  [
    'another address under a name, wherever it is asked',
    all(
      swap(DESTINATIONS, /0x1BcB8e569EedAb4668e55145Cfeaf190902d3CF2/g, other),
      intentWith((message) => ({ ...message, destination: other })),
    ),
    'request',
  ],
  [
    'a register with that other address',
    all(
      swap(DESTINATIONS, /0x1BcB8e569EedAb4668e55145Cfeaf190902d3CF2/g, other),
      swap(REGISTER, /0x1BcB8e569EedAb4668e55145Cfeaf190902d3CF2/g, other),
      intentWith((message) => ({ ...message, destination: other })),
    ),
    'request',
  ],
  [
    'another founding',
    swap(/\/installation$/, /"foundingDigest":"0x[0-9a-f]{64}"/, `"foundingDigest":"0x${'12'.repeat(32)}"`),
    'sign',
  ],
];

/** What a gateway may lie about, and the act that must not come of it: a transfer of 4 ETH waits, one of 5 is relayed. */
export const LIES = rows.map(([name, lie, act]) => ({ name, lie, act }));

const request = (amount: string) =>
  ['transfer', 'request', amount, '--from', 'Cold 1', '--to', 'Hot wallet 1'].concat([
    '--reference',
    'x',
    '--as',
    'Tessa',
    '--yes',
  ]);

/** The acts, on a transfer that waits for confirmations, one that a rule holds, and one that owners sign. */
export const actsOn = (ids: Readonly<Record<'waiting' | 'held' | 'relayed', string>>) =>
  ({
    request: request('1 ETH'),
    requestToken: request('1 sUSD'),
    confirm: ['confirm', ids.waiting, '--as', 'Ada', '--yes'],
    reject: ['reject', ids.waiting, '--reason', 'x', '--as', 'Ada', '--yes'],
    except: ['except', ids.held, '--reason', 'x', '--ticket', 'CMP-78', '--as', 'Clara', '--yes'],
    sign: ['sign', ids.relayed, '--as', 'Otto', '--yes'],
  }) satisfies Record<ActName, readonly string[]>;

/** The burn of a nonce that is another one's. */
export const OTHER_BURN = swap(
  /\/cancel$/,
  /(?<="burn":\{"safeTxHash":")0x[0-9a-f]{64}/,
  `0x${'12'.repeat(32)}`,
);
