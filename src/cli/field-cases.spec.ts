import { afterAll, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { Folder, corpus, rawAttacks as attacks, sluice } from '../../test/builders/sluice-command.js';

const Cases = z.strictObject({
  $comment: z.string(),
  cases: z.array(
    z.strictObject({
      id: z.string(),
      kind: z.string(),
      title: z.string(),
      source: z.string(),
      input: z.unknown(),
      /** Members that take the place of the world's own. */
      world: z.record(z.string(), z.unknown()).optional(),
      chain: z.int().optional(),
      expect: z.strictObject({
        verdict: z.string(),
        code: z.string().nullable(),
        reason: z.string().default(''),
        eip712Digest: z.string().optional(),
        remark: z.string().default(''),
        /** Each sentence behind its place. */
        wouldDo: z.array(z.string()).optional(),
      }),
    }),
  ),
});

const Answer = z.object({
  verdict: z.string(),
  code: z.string().nullable(),
  reason: z.string(),
  digests: z.object({ eip712Digest: z.string().nullable() }),
  fields: z.record(z.string(), z.string()).nullable(),
  wouldDo: z.array(z.object({ place: z.string(), sentence: z.string() })),
  remarks: z.array(z.string()),
});

const { cases } = Cases.parse(JSON.parse(readFileSync(corpus('field-cases.json'), 'utf8')));
const folder = new Folder();

afterAll(() => {
  folder.remove();
});

const caseOf = (id: string) => cases.find((each) => each.id === id);

async function look(input: unknown, ...options: readonly string[]) {
  const { out, passed } = await sluice('inspect', folder.file(input), '--json', ...options);
  return { ...Answer.parse(JSON.parse(out)), passed };
}

function optionsOf({ chain, world }: (typeof cases)[number]): readonly string[] {
  if (chain !== undefined) return ['--chain', String(chain)];
  return ['--world', folder.file({ ...attacks.world, ...world })];
}

describe('what people hold', () => {
  it.each(cases)('$id ($kind): $title', async (each) => {
    const { verdict, code, reason, eip712Digest, remark, wouldDo } = each.expect;
    const answer = await look(each.input, ...optionsOf(each));
    expect(answer).toMatchObject({ verdict, code, passed: verdict === 'ACCEPT' });
    expect(answer.reason).toContain(reason);
    expect(answer.remarks.join('; ')).toContain(remark);
    const said = answer.wouldDo.map(({ place, sentence }) => `${place} ${sentence}`);
    expect(said).toEqual(wouldDo ?? said);
    // Where there are fields, there are words for what they do.
    expect(said.length > 0 || answer.fields === null).toBe(true);
    expect(answer.digests.eip712Digest).toBe(eip712Digest ?? answer.digests.eip712Digest);
  });

  it('shows the fields wherever there are any, and of bytes to sign their digests', async () => {
    const typed = caseOf('PC-06')?.input;
    expect((await look(typed)).fields).toMatchObject({ operation: '0', nonce: '42', chainId: '1' });
    const { out } = await sluice('inspect', folder.file(typed));
    expect(out).toMatch(/^safe {13}0x5AFE/m);
    const { out: digests } = await sluice('hash', folder.file(caseOf('PC-39')?.input), '--json');
    expect(JSON.parse(digests)).toMatchObject({ eip712Digest: caseOf('PC-39')?.expect.eip712Digest });
    const { out: signed } = await sluice('hash', folder.file(typed), '--json');
    expect(JSON.parse(signed)).toMatchObject({ eip712Digest: caseOf('PC-06')?.expect.eip712Digest });
  });

  it('says on the terminal what the bytes would do, and calls within further to the right', async () => {
    const { out } = await sluice('inspect', folder.file(caseOf('D-08')?.input));
    expect(out).toMatch(/^What the bytes would do:\n {2}1 {2}Runs a batch .*\n {4}1\.1 {2}Moves /m);
  });

  it('says a remark on the terminal, too', async () => {
    const { out } = await sluice('inspect', folder.file(caseOf('PC-10')?.input));
    expect(out).toMatch(/^Remarks:\n {2}- the type EIP712Domain is missing/m);
  });
});
