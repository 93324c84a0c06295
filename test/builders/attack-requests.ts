import { readFileSync } from 'node:fs';
import { z } from 'zod';

const Vectors = z.object({
  requests: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      rawBody: z.string(),
      expect: z.object({ code: z.string() }),
    }),
  ),
});

export interface AttackRequest {
  readonly id: string;
  readonly name: string;
  readonly code: string;
  /** The members that make the attack, as JSON text, in the names of Sluice's API. */
  readonly members: string;
  /** The first address in the attack, as written. */
  readonly address: string;
}

const { requests } = Vectors.parse(
  JSON.parse(readFileSync(new URL('../vectors/attacks.json', import.meta.url), 'utf8')),
);

/** The raw bodies of the attack corpus. What every body has in common is left out, the rest is kept to the byte. */
export const attackRequests: readonly AttackRequest[] = requests.map(({ id, name, rawBody, expect }) => {
  const [, chain = '', to = '', rest = ''] =
    /^\{"safeId":"safe-1",("chainId":.*?),"asset":"USDC",(.*?),"amount":"[^"]*"(.*)\}$/s.exec(rawBody) ?? [];
  const odd = chain === '"chainId":1' ? '' : `,${chain}`;
  return {
    ...{ id, name, code: expect.code },
    members: `${odd}${rest.replace('"memo"', '"reference"')}`,
    address: /"to":"([^"]*)"/.exec(to)?.[1] ?? '',
  };
});
