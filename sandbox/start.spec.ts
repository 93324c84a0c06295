import { describe, expect, it } from '@jest/globals';
import { InvalidArgumentError } from 'commander';
import fc from 'fast-check';
import { FoundingDocument } from '../src/bootstrap/founding-document.js';
import { DEFAULT_DELAY_SECONDS, delayOf, requireDelay } from './delays.js';
import { sandboxFounding } from './founding.js';
import { peopleLines } from './introduction.js';
import { mnemonicAccount } from './mnemonic.js';
import { DEMO_PEOPLE, ownerKey } from './people.js';
import { readDelay } from './start-options.js';

const address = '0xf3A9C1D4E5b60718293A4b5c6D7E8F9001122334';
const founded = (delaySeconds?: number) =>
  FoundingDocument.parse(
    sandboxFounding({
      safes: [{ label: 'Cold 1', address }],
      token: { address, codeHash: `0x${'ab'.repeat(32)}` },
      hotWallet: address,
      now: new Date(1_800_000_000_000),
      ...(delaySeconds !== undefined && { delaySeconds }),
    }),
  );

/** Every delay that the document governs, but that of lifting a freeze, which is none. */
function delaysIn({ quorums, policy }: FoundingDocument): readonly number[] {
  const { unfreeze, ...kinds } = quorums.kinds;
  expect(unfreeze.loosen.delaySeconds).toBe(0);
  const cooling = policy.rules.flatMap((rule) =>
    'coolingOffSeconds' in rule ? [rule.coolingOffSeconds] : [],
  );
  expect(cooling).toHaveLength(1);
  return [...Object.values(kinds).map(({ loosen }) => loosen.delaySeconds), ...cooling];
}

describe('npm start -- --delay', () => {
  it('founds with that delay, and with nothing else than otherwise', () => {
    expect(new Set(delaysIn(founded(60)))).toEqual(new Set([60]));
    expect(new Set(delaysIn(founded()))).toEqual(new Set([86_400]));
    const [{ quorums: short }, { quorums: long }] = [founded(60), founded()];
    expect(JSON.stringify(short).replaceAll(/:60\b/g, ':86400')).toBe(JSON.stringify(long));
  });

  it('takes whole seconds from one to a day', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: DEFAULT_DELAY_SECONDS }), (seconds) => {
        expect(readDelay(String(seconds))).toBe(seconds);
      }),
    );
    for (const text of ['0', '86401', '-1', '1.5', '1e3', ' 60', '60s', '', '0x10', '100000'])
      expect(() => readDelay(text)).toThrow(InvalidArgumentError);
  });

  it('changes nothing that is founded already', () => {
    const founding = sandboxFounding({
      safes: [],
      token: { address, codeHash: '0x' },
      hotWallet: address,
      now: new Date(0),
    });
    expect(delayOf(founding)).toBe(86_400);
    expect(() => {
      requireDelay(founding, undefined);
      requireDelay(founding, 86_400);
    }).not.toThrow();
    expect(() => {
      requireDelay(founding, 60);
    }).toThrow(/founded with a delay of a day, .* npm start -- --fresh --delay 60$/);
  });
});

describe(peopleLines.name, () => {
  it('says whose each key of the mnemonic is, by its index', () => {
    const lines = peopleLines();
    for (const person of DEMO_PEOPLE) {
      const line = lines.find((each) => each.startsWith(`  ${person.name} `));
      expect(line).toContain(`key ${String(person.index)}  ${mnemonicAccount(person.index).address}`);
      const owner = ownerKey(person);
      if (owner) expect(line).toContain(`owner key ${String(person.ownerIndex)}  ${owner.address}`);
    }
    const all = lines.join('\n');
    const last = Math.max(...DEMO_PEOPLE.map(({ index }) => index));
    for (let index = 0; index <= last; index += 1) expect(all).toMatch(new RegExp(`\\b${String(index)}\\b`));
    expect(all).toContain('Nobody has 6, 7, 8, 19.');
  });
});
