import type { Change } from '../domain/changes/change.js';
import { foundingSentences } from '../domain/register/found.js';
import type { FoundingContent } from '../domain/changes/founding.js';
import type { KeyContent } from '../domain/changes/kinds/key.js';
import { POLICY } from '../domain/changes/kinds/policy.js';
import { QUORUMS } from '../domain/changes/kinds/quorums.js';
import { parseId } from '../domain/values/identifier.js';
import type { UnixSeconds } from '../domain/values/time.js';
import type { CheckedFounding } from './founding-checks.js';
import type { FoundingDocument } from './founding-document.js';

export interface FoundingTerms {
  readonly id: string;
  readonly chainId: number;
  /** Deadline for the founders' signatures. */
  readonly expiresAt: UnixSeconds;
}

/** The founding change: the document's objects, pinned to what was read from the chain. */
export function foundingChange(
  document: FoundingDocument,
  checked: CheckedFounding,
  { id, chainId, expiresAt }: FoundingTerms,
): Change {
  const objects = objectsOf(document, checked);
  const content: FoundingContent = { chainId, require: document.foundingQuorum, objects };
  const changeId = parseId('chg', id);
  return {
    id: changeId,
    kind: 'founding',
    subject: 'founding',
    base: null,
    content,
    sentences: foundingSentences(changeId, content),
    proposerId: null,
    expiresAt,
  };
}

function objectsOf(document: FoundingDocument, checked: CheckedFounding): FoundingContent['objects'] {
  const { people, providers, policy, quorums } = document;
  const persons = people.map(({ id, name, roles, groups, accounts }) =>
    object('person', id, { name, roles, groups, accounts }),
  );
  const keys = people.flatMap((person) =>
    person.keys.map((key) => {
      const content = { ...key, personId: parseId('per', person.id), invitedBy: null };
      return object('key', key.kind === 'evm' ? key.address : key.credentialId, content satisfies KeyContent);
    }),
  );
  return [
    ...persons,
    ...keys,
    ...checked.safes.map(({ id, label, profile }) => object('safe', id, { label, profile })),
    ...checked.assets.map(({ id, ...asset }) => object('asset', id, assetContent(asset))),
    ...checked.destinations.map(({ id, ...entry }) => object('destination', id, entry)),
    ...providers.map((provider) => object('provider', provider.name, provider)),
    object('policy', POLICY, policy),
    object('quorums', QUORUMS, quorums),
  ];
}

function assetContent(asset: Omit<CheckedFounding['assets'][number], 'id'>): object {
  if (asset.kind === 'native') return { kind: asset.kind, chainId: asset.chainId, symbol: asset.symbol };

  const { kind, chainId, symbol, address, decimals, codeHash, balances, proxy } = asset as Extract<
    CheckedFounding['assets'][number],
    { kind: 'erc20' }
  >;
  return { kind, chainId, symbol, address, decimals, pins: { codeHash, balances, proxy } };
}

function object(
  kind: FoundingContent['objects'][number]['kind'],
  subject: string,
  content: object,
): FoundingContent['objects'][number] {
  return {
    kind,
    subject,
    content: JSON.parse(JSON.stringify(content)) as FoundingContent['objects'][number]['content'],
  };
}
