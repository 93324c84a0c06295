import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { type Parsed, schemaFaults } from './schema-faults.js';
import { schemaWords } from './schema-words.js';

const Thing = z.strictObject({
  amount: z.string().meta({ examples: ['1500000.25'] }),
  kind: z.enum(['small', 'large', 'huge']),
  count: z.int().min(1).max(5),
  destination: z.string().regex(/^dst_[0-9a-f]{8}-x$/),
  limits: z.array(z.strictObject({ name: z.string().min(1).max(3) })).max(2),
  signature: z.union([z.string().regex(/^0x/, 'expected 65 bytes'), z.strictObject({ id: z.string() })]),
  control: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('eoa'), proof: z.string() }),
    z.strictObject({ kind: z.literal('none'), reason: z.string() }),
  ]),
  flag: z.boolean().optional(),
});

const good = {
  amount: '1',
  kind: 'small',
  count: 1,
  destination: 'dst_00000000-x',
  limits: [],
  signature: '0x',
  control: { kind: 'none', reason: 'x' },
};

function faults(value: unknown, parsed: Partial<Parsed> = {}) {
  const result = Thing.safeParse(value, { error: schemaWords });
  const where = { value, code: 'BODY_SCHEMA', at: [], called: 'the body', ...parsed } as const;
  return result.success
    ? []
    : schemaFaults(result.error.issues, where).map(({ pointer, code, detail }) => [pointer, code, detail]);
}

const of = (change: object) => faults({ ...good, ...change });

describe(schemaFaults.name, () => {
  it.each([
    [{ amount: undefined }, '/amount', 'amount is missing'],
    [{ amount: 5 }, '/amount', 'amount must be text, such as "1500000.25"'],
    [{ kind: 'tiny' }, '/kind', 'kind must be small, large or huge'],
    [{ kind: undefined }, '/kind', 'kind is missing: it is small, large or huge'],
    [{ count: 0 }, '/count', 'count must be at least 1'],
    [{ count: 9 }, '/count', 'count must be at most 5'],
    [{ count: '1' }, '/count', 'count must be a whole number'],
    [{ flag: 'yes' }, '/flag', 'flag must be true or false'],
    [{ destination: 'dst_1' }, '/destination', 'destination must be an id: dst_ and a UUID'],
    [{ limits: {} }, '/limits', 'limits must be a list'],
    [{ limits: [{ name: '' }] }, '/limits/0/name', 'name must not be empty'],
    [{ limits: [{ name: 'long' }] }, '/limits/0/name', 'name must have at most 3 characters'],
    [{ limits: [7] }, '/limits/0', 'limits[0] must be an object'],
    [
      { limits: [{ name: 'a' }, { name: 'b' }, { name: 'c' }] },
      '/limits',
      'limits must have at most 2 items',
    ],
    [{ amonut: '1' }, '/amonut', 'this member is not known: is amount meant?'],
    [{ a: '1' }, '/a', 'this member is not known'],
    [{ control: { kind: 'other' } }, '/control/kind', 'kind must be eoa or none'],
    [{ control: {} }, '/control/kind', 'kind is missing: it is eoa or none'],
    [{ control: { kind: 'eoa' } }, '/control/proof', 'proof is missing'],
    [{ signature: undefined }, '/signature', 'signature is missing'],
  ])('%j', (change, pointer, detail) => {
    expect(of(change)).toEqual([[pointer, 'BODY_SCHEMA', detail]]);
  });

  it('gives a malformed signature one code, whatever it was meant to be', () => {
    const code = 'SIGNATURE_FORMAT';
    expect(of({ signature: 'x' })).toEqual([['/signature', code, 'signature must be 65 bytes']]);
    expect(of({ signature: 5 })).toEqual([['/signature', code, 'signature must be text, or an object']]);
    expect(of({ signature: {} })).toEqual([['/signature/id', code, 'id is missing']]);
    expect(of({ signature: { id: 'a', x: 1 } })).toEqual([
      ['/signature/x', code, 'this member is not known'],
    ]);
  });

  it('tells all faults at once, each from the root of the request', () => {
    const { amount: _amount, ...rest } = good;
    expect(faults({ ...rest, count: 7, zz: 1 }, { at: ['content'], code: 'CHANGE_INVALID' })).toEqual([
      ['/content/amount', 'CHANGE_INVALID', 'amount is missing'],
      ['/content/count', 'CHANGE_INVALID', 'count must be at most 5'],
      ['/content/zz', 'CHANGE_INVALID', 'this member is not known'],
    ]);
    expect(faults([])).toEqual([['', 'BODY_SCHEMA', 'the body must be an object']]);
    expect(faults('x', { at: ['content'] })).toEqual([
      ['/content', 'BODY_SCHEMA', 'content must be an object'],
    ]);
  });
});
