import { readFileSync } from 'node:fs';
import { z } from 'zod';

const hash = z.string().transform((text): Uint8Array => Buffer.from(text, 'base64'));
const number = z.int().transform(BigInt);
const verdict = {
  name: z.string(),
  proof: z
    .array(hash)
    .nullable()
    .transform((proof) => proof ?? []),
  wantErr: z.boolean(),
};
const Inclusion = z.object({ ...verdict, leafIdx: number, treeSize: number, root: hash, leafHash: hash });
const Consistency = z.object({ ...verdict, size1: number, size2: number, root1: hash, root2: hash });

const { cases } = z
  .object({ cases: z.array(z.union([Inclusion, Consistency])) })
  .parse(JSON.parse(readFileSync(new URL('merkle-proofs.json', import.meta.url), 'utf8')));

/** Proofs right and wrong, of transparency-dev/merkle, with the verdict owed. */
export const inclusionVectors = cases.filter((each) => 'leafIdx' in each);
export const consistencyVectors = cases.filter((each) => 'size1' in each);
