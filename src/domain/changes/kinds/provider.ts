import { z } from 'zod';
import { isPublicChain } from '../../values/chains.js';
import { type KindRules, nobody } from './kind-rules.js';

/** The name ties a provider to its URL, which stands in the settings: an access key is nobody's to sign or to read. */
export const PROVIDER_NAME = /^[a-z0-9-]{1,32}$/;

/** Below two, one liar would be enough. */
const PROVIDERS_MIN = 2;
const OPERATORS_MIN = 2;

/** Who answers for the chain. What is decided rests on every provider in force, and on two operators at least. */
export const ProviderContent = z.strictObject({
  name: z.string().regex(PROVIDER_NAME, 'expected 1 to 32 of a-z, 0-9 and -'),
  /** Whoever runs it. In one alphabet, so that one operator cannot be written as two. */
  operator: z.string().regex(/^[a-z0-9][a-z0-9.-]{0,63}$/, 'expected 1 to 64 of a-z, 0-9, . and -'),
  kind: z.enum(['own-node', 'light-client', 'hosted']),
});
export type ProviderContent = z.output<typeof ProviderContent>;

/**
 * Why these providers are too few to believe, in words; undefined if they are enough. On the sandbox's chain, where
 * nothing is of value, all of them may be of one operator.
 */
export function fewProviders(
  chainId: number,
  providers: readonly Pick<ProviderContent, 'operator'>[],
): string | undefined {
  if (providers.length < PROVIDERS_MIN) return `there are fewer than ${String(PROVIDERS_MIN)} RPC providers`;
  const operators = new Set(providers.map(({ operator }) => operator));
  if (!isPublicChain(chainId) || operators.size >= OPERATORS_MIN) return undefined;
  return `the RPC providers are of fewer than ${String(OPERATORS_MIN)} operators`;
}

export const providerRules: KindRules<ProviderContent> = {
  schema: ProviderContent,
  proposers: ['admin', 'compliance'],
  isSubject: (subject, content) =>
    content === null ? PROVIDER_NAME.test(subject) : subject === content.name,
  canBeRemoved: true,
  // Taken out, it can neither lie nor be silent any more; `unfitness` says how few may be left.
  direction: ({ after }) => (after === null ? 'tightens' : 'loosens'),
  sentences: (subject, { before, after }) => {
    if (after === null) {
      const of = before === null ? '' : ` of the operator ${before.operator}`;
      return [`Take out the RPC provider ${subject}${of}, at once: it is not asked any more.`];
    }
    if (before === null)
      return [
        `Add the RPC provider ${subject}, ${words(after)}: nothing is decided unless it answers, and as the others do.`,
      ];
    return [`The RPC provider ${subject} is ${words(after)}. Before: ${words(before)}.`];
  },
  concerns: nobody,
};

const KIND_WORDS: Readonly<Record<ProviderContent['kind'], string>> = {
  'own-node': 'a node of our own',
  'light-client': 'a light client',
  hosted: 'a hosted service',
};

function words({ operator, kind }: ProviderContent): string {
  return `${KIND_WORDS[kind]}, run by the operator ${operator}`;
}
