import { describe, expect, it } from '@jest/globals';
import { keccak256 } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { FakeDesk } from '../../../test/builders/fake-desk.js';
import {
  type Statement,
  statementDigest,
  statementDomain,
  statementJson,
} from '../../domain/signatures/statement.js';
import { parseAddress } from '../../domain/values/address.js';
import { accountSigner } from '../signers/account-signer.js';
import type { Signer } from '../signers/signer.js';
import { type SigningOptions, signatureOver, statementToSign } from './signing.js';

const account = (n: number) => {
  const made = privateKeyToAccount(`0x${String(n).repeat(64)}`);
  return { ...made, address: parseAddress(made.address) };
};
const [mine, other] = [account(1), account(2)];

const thing = (amount: bigint): Statement => ({
  domain: statementDomain(31337, mine.address),
  types: { Thing: [{ name: 'amount', type: 'uint256' }] },
  primaryType: 'Thing',
  message: { amount },
});
const served = (statement: Statement) => ({
  typedData: statementJson(statement),
  digest: statementDigest(statement),
});

interface Case {
  readonly asked?: ReturnType<typeof served> | null;
  readonly signer?: Signer;
  readonly options?: Partial<SigningOptions>;
  readonly answers?: readonly string[];
  readonly keys?: readonly string[];
}

/** Signs a thing of 1; tells how often the key was used. */
async function sign({ asked, signer, options, answers, keys }: Case) {
  const desk = new FakeDesk({}, answers);
  let used = 0;
  const key = signer ?? accountSigner('my key', mine);
  const counting: Signer = {
    ...key,
    signTypedData: (typedData, digest) => {
      used += 1;
      return key.signTypedData(typedData, digest);
    },
  };
  const toSign = statementToSign(thing(1n), {
    ...{ rows: [{ name: 'Amount', value: '1\u001b[2J' }], keys: keys ?? [mine.address] },
    served: asked === undefined ? served(thing(1n)) : asked,
  });
  const signing = signatureOver(toSign, { desk, signer: counting, options: { input: true, ...options } });
  const result = await signing.then(
    (signature) => ({ signature, exitCode: 0 }),
    (error: unknown) => ({ signature: null, exitCode: (error as { exitCode: number }).exitCode }),
  );
  return { ...result, used, desk };
}

const digest = statementDigest(thing(1n));
const expected = await mine.sign({ hash: digest });

describe(signatureOver.name, () => {
  it('shows the parts and the digest in groups, asks, and signs', async () => {
    const { signature, desk } = await sign({ answers: ['y'] });
    expect(signature).toBe(expected);
    expect(desk.asked).toEqual(['Sign it? [y/N] ']);
    expect(desk.said).toEqual([]);
    const told = desk.told.join('\n');
    expect(told).toContain(`0x ${digest.slice(2, 6)} ${digest.slice(6, 10)} `);
    // A device that shows no digest shows what it is made of.
    const [domain = '', message = ''] = ['Domain Hash', 'Message Hash'].map(
      (name) => new RegExp(`^${name} +0x (.*)$`, 'm').exec(told)?.[1]?.replaceAll(' ', '') ?? '',
    );
    expect(keccak256(`0x1901${domain}${message}`)).toBe(digest);
    // Nothing that was served controls the terminal.
    expect(told).toContain('1\\u{1b}[2J');
  });

  it.each([
    ['typed data of another amount', { typedData: served(thing(2n)).typedData, digest }],
    ['the digest of another amount', { ...served(thing(1n)), digest: served(thing(2n)).digest }],
    ['another statement, whole', served(thing(2n))],
  ])('signs nothing where the gateway asks for %s', async (_name, asked) => {
    expect(await sign({ asked, options: { yes: digest } })).toMatchObject({ exitCode: 8, used: 0 });
  });

  it.each([
    ['no', { answers: ['n'] }, 1],
    ['nothing', { answers: [''] }, 1],
    ['nobody is there', {}, 2],
    ['nobody may be asked', { answers: ['y'], options: { input: false } }, 2],
    ['--yes names another digest', { options: { yes: `0x${'ab'.repeat(32)}` } }, 8],
    ['--yes names none, by a key of worth', { options: { yes: true } }, 2],
    ['the key is not one that counts', { keys: [other.address], options: { yes: digest } }, 1],
  ] as const)('signs nothing when the answer is: %s', async (_name, given, exitCode) => {
    expect(await sign(given)).toMatchObject({ exitCode, used: 0 });
  });

  it('signs without being asked for a script that names the digest, and for a demo person', async () => {
    expect(await sign({ options: { yes: digest.toUpperCase().replace('0X', '0x') } })).toMatchObject({
      signature: expected,
    });
    expect(await sign({ options: { yes: true, as: 'Tessa' } })).toMatchObject({ signature: expected });
    expect(await sign({ options: { yes: true, as: 'Tessa', signer: 'cast' } })).toMatchObject({
      exitCode: 2,
      used: 0,
    });
  });

  it.each([
    ['something else', () => mine.sign({ hash: statementDigest(thing(2n)) })],
    ['by another key', () => other.sign({ hash: digest })],
    ['in another form', () => Promise.resolve(`0x${'1'.repeat(126)}` as const)],
    ['no signature of any key', () => Promise.resolve(`0x${'f'.repeat(64)}${'1'.repeat(64)}1b` as const)],
  ])('sends nothing where the signer signs %s', async (_name, signTypedData) => {
    const signer = {
      what: 'the command',
      address: null,
      signMessage: () => mine.signMessage({ message: '' }),
      signTypedData,
    };
    expect(await sign({ signer, options: { yes: digest } })).toMatchObject({
      exitCode: 8,
      used: 1,
      signature: null,
    });
  });
});
