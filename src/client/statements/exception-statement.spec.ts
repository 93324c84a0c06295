import { describe, expect, it } from '@jest/globals';
import { bundleAsOf } from '../../../test/builders/bundle-as-of.js';
import { recordedBundle } from '../../../test/vectors/evidence-bundle.js';
import { parseVerifierKey } from '../../domain/audit-log/verifier-key.js';
import { printBundle } from '../../domain/evidence/bundle.js';
import { type ProvenTransfer, verifyTransfer } from '../../domain/evidence/verify-transfer.js';
import { exceptionDigest } from '../../domain/exceptions/policy-exception.js';
import { StoredException } from '../../domain/exceptions/stored-exception.js';
import { formatMeasure } from '../../domain/policies/measure.js';
import { parseBytes32 } from '../../domain/values/hex.js';
import { ceilingOf, exceptionProven, heldBy } from './exception-statement.js';

const bundle = recordedBundle();
const held = bundleAsOf(bundle, 'transfer.held');
const roots = { founding: parseBytes32(held.installation.id), logKey: parseVerifierKey(held.log.key) };
const { transfer } = await verifyTransfer(printBundle(held), roots);
if (!transfer) throw new Error('the recorded transfer was never held');
const proven: ProvenTransfer = transfer;
const [recorded] = bundle.exceptions;
const granted = StoredException.parse(recorded?.exception);
const { ticket, reason, expiresAt, words } = granted;

/** What an officer signs where the gateway says these words. */
function excepted(said: string, rule?: string) {
  const by = heldBy(proven, rule);
  const ceiling = ceilingOf(by, proven.asset, `${formatMeasure(granted.ceiling, granted.unit, 18)} ETH`);
  const terms = { ceiling: undefined, ticket, reason, expiresAt };
  const served = { typedData: { message: { words: said } } };
  return exceptionProven(proven, { held: by, terms, ceiling, served });
}

describe(exceptionProven.name, () => {
  it('makes what the recorded officers signed from the evidence of that time', () => {
    const { exception, rows } = excepted(words);
    expect(exceptionDigest(exception)).toBe(recorded?.digest);
    expect(rows).toEqual(
      expect.arrayContaining([
        { name: 'Amount', value: '80 ETH' },
        { name: 'in smallest units', value: '80000000000000000000 (ETH has 18 decimals)' },
        { name: 'Requested by', value: `Tessa (${proven.intent.requesterId})` },
        { name: 'As it was decided', value: expect.stringContaining('50 ETH') },
      ]),
    );
  });

  it.each([
    ['another rule', words.replace('eth-per-transfer', 'eth-a-day')],
    ['another ceiling', words.replace(/up to \S+/, 'up to 900')],
    ['another destination', words.replace('Hot wallet 1', 'Hot wallet 2')],
    ['more behind the measure', words.replace(' and allows ', ' and so much more and allows ')],
  ])('makes nothing where the sentence is about %s', (_name, said) => {
    expect(said).not.toBe(words);
    expect(() => excepted(said)).toThrow(expect.objectContaining({ exitCode: 8 }));
  });

  it('knows no rule that does not hold the transfer', () => {
    expect(() => excepted(words, 'eth-a-day')).toThrow(expect.objectContaining({ exitCode: 10 }));
  });
});
