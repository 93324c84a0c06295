import { describe, expect, it } from '@jest/globals';
import { priceFeedContent } from '../../../../test/builders/governed.js';
import type { Json } from '../../values/canonical-json.js';
import { newId } from '../../../infra/database/new-id.js';
import { KINDS } from '../kinds.js';

const kind = KINDS['price-feed'];
const before = priceFeedContent();

describe('a price feed', () => {
  it.each([
    { what: 'a lower bound of zero', parts: { min: '0' }, fault: 'min: ' },
    { what: 'a lower bound of zero, written long', parts: { min: '0.000' }, fault: 'min: ' },
    { what: 'bounds that nothing lies between', parts: { min: '100.01', max: '100' }, fault: 'max: ' },
    { what: 'a sign', parts: { min: '-1' }, fault: 'min: ' },
  ])('is none with $what', ({ parts, fault }) => {
    expect(kind.fault(newId('pfd'), priceFeedContent(parts))).toContain(fault);
  });

  it('may be believed at one price only', () => {
    expect(kind.fault(newId('pfd'), priceFeedContent({ min: '100', max: '100.0' }))).toBeUndefined();
  });

  it.each([
    { what: 'a shorter age', parts: { maxAgeSeconds: 3_599 } },
    { what: 'narrower bounds', parts: { min: '100.5', max: '99999' } },
    { what: 'bounds written otherwise', parts: { min: '100.0' } },
  ])('invariant 13: tightens with $what', ({ parts }) => {
    expect(kind.direction(before, priceFeedContent(parts))).toBe('tightens');
  });

  it.each<{ what: string; after: Json }>([
    { what: 'a removal, after which only a fixed price counts', after: null },
    { what: 'a longer age', after: priceFeedContent({ maxAgeSeconds: 3_601 }) },
    { what: 'a lower lower bound', after: priceFeedContent({ min: '99.99' }) },
    {
      what: 'a higher upper bound, although all else tightens',
      after: priceFeedContent({ min: '200', max: '100001' }),
    },
    { what: 'other decimals', after: priceFeedContent({ decimals: 18 }) },
    { what: 'another chain', after: priceFeedContent({ chainId: 10 }) },
    {
      what: 'another aggregator',
      after: priceFeedContent({ aggregator: '0xF4030086522a5bEEa4988F8cA5B36dbC97BeE88c' }),
    },
  ])('invariant 13: loosens with $what', ({ after }) => {
    expect(kind.direction(before, after)).toBe('loosens');
  });

  it('invariant 13: loosens when there was none', () => {
    expect(kind.direction(null, before)).toBe('loosens');
  });
});
