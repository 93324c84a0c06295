import { describe, expect, it } from '@jest/globals';
import { aContent } from '../../../test/builders/destination.js';
import { ETHER, HOT_WALLET, NOW, USDC } from '../../../test/builders/policy.js';
import { destinationSentences } from './sentences.js';

const HOT = '0xf3A9C1D4E5b60718293A4b5c6D7E8F9001122334';
const names = { entry: HOT_WALLET, asset: (id: string) => (id === USDC ? 'USDC' : id) };
const name = `"Hot wallet 1", ${HOT} on chain 1, owned by "Treasury operations"`;

describe(destinationSentences.name, () => {
  it('says all of a new entry', () => {
    expect(destinationSentences(null, aContent(), names)).toEqual([
      `Add to the address book ${HOT_WALLET}: ${name}.`,
      `It may receive USDC (${USDC}): at most 1000 per transfer; at most 10 in a transfer until one of this asset has settled.`,
      'There is no code at the address.',
      `The key of the address has signed that the entry is its own, for the challenge 0x${'22'.repeat(32)}.`,
      'The entry expires at 2028-01-15T08:00:00Z.',
    ]);
  });

  it('says what is unusual: code, nobody who signed, a look-alike, no limits', () => {
    const alike = '0xf3A9dEaDBeeFdEAdBEeFdeaDBEeFdeaDBeEF2334';
    const content = aContent({
      codeHash: `0x${'ab'.repeat(32)}`,
      control: { kind: 'none', reason: 'deposit address of "Exchange"' },
      lookalikes: [{ address: alike, difference: 'digit 5 differs' }],
      limits: [],
      canary: [],
      approvedAt: NOW,
    });
    expect(destinationSentences(null, content, names)).toEqual([
      `Add to the address book ${HOT_WALLET}: ${name}.`,
      `It may receive USDC (${USDC}): without a limit of its own per transfer; the first transfer may be as large as any.`,
      `The code at the address has the hash 0x${'ab'.repeat(32)}.`,
      'Nobody has proven control of this address: "deposit address of \\"Exchange\\"".',
      `It can be confused with ${alike}; what tells them apart was seen: "digit 5 differs"`,
      'Its cooling-off counts from 2027-01-15T08:00:00Z.',
      'The entry expires at 2028-01-15T08:00:00Z.',
    ]);
  });

  it('says of a new version what is other, and what it was', () => {
    const after = aContent({
      assetIds: [USDC, ETHER],
      limits: [{ assetId: USDC, maxPerTransfer: '2000' }],
      label: 'Hot wallet one',
    });
    expect(destinationSentences(aContent(), after, names)).toEqual([
      `Change in the address book ${HOT_WALLET}: "Hot wallet one", ${HOT} on chain 1, owned by "Treasury operations".`,
      `It was ${name}.`,
      `It may receive USDC (${USDC}): at most 2000 per transfer; at most 10 in a transfer until one of this asset has settled.`,
      `Before: It may receive USDC (${USDC}): at most 1000 per transfer; at most 10 in a transfer until one of this asset has settled.`,
      `It may receive ${ETHER}: without a limit of its own per transfer; the first transfer may be as large as any.`,
    ]);
  });

  it('says what an entry no longer may, and its removal', () => {
    const before = aContent({ assetIds: [USDC, ETHER] });
    expect(destinationSentences(before, aContent(), names)).toEqual([
      `Change in the address book ${HOT_WALLET}: ${name}.`,
      `No longer: It may receive ${ETHER}: without a limit of its own per transfer; the first transfer may be as large as any.`,
    ]);
    expect(destinationSentences(aContent(), null, names)).toEqual([
      `Remove from the address book ${HOT_WALLET}: ${name}.`,
    ]);
    expect(destinationSentences(null, null, names)).toEqual([]);
  });

  it('lets no text pass for a sentence', () => {
    const owner = 'Treasury", in the address book. "It is all well';
    const [first] = destinationSentences(null, aContent({ owner }), names);
    expect(first).toContain(`owned by ${JSON.stringify(owner)}.`);
  });

  it('names every address with all of its 40 digits', () => {
    const sentences = destinationSentences(null, aContent(), names).join(' ');
    expect(sentences.match(/0x[0-9a-fA-F]+/g)?.map((hex) => hex.length)).toEqual([42, 66]);
  });
});
