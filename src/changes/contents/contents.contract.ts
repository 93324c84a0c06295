import { z } from 'zod';
import { DestinationContentSchema } from '../../domain/address-book/destination.js';
import type { ChangeKind } from '../../domain/changes/change.js';
import { AssetContent } from '../../domain/changes/kinds/asset.js';
import { KeyContent } from '../../domain/changes/kinds/key.js';
import { PersonContent } from '../../domain/changes/kinds/person.js';
import { PriceFeedContent } from '../../domain/changes/kinds/price-feed.js';
import { ProviderContent } from '../../domain/changes/kinds/provider.js';
import { QuorumsContent } from '../../domain/changes/kinds/quorums.js';
import { SafeContent } from '../../domain/changes/kinds/safe.js';
import { UnfreezeContent } from '../../domain/changes/kinds/unfreeze.js';
import { WebhookContent } from '../../domain/changes/kinds/webhook.js';
import { PolicyDocumentSchema } from '../../domain/policies/policy.js';
import { type Stored, wireStored } from '../../infra/http/wire.contract.js';

// Contents as they were signed and are stored: times as Unix seconds. They are passed on unread, because whoever signs
// them hashes exactly this.

const Described = z.looseObject({
  properties: z.record(z.string(), z.record(z.string(), z.unknown())),
  required: z.array(z.string()).default([]),
});

/** A whole policy, also at /v1/policies/schema. */
export const StoredPolicy = stored('PolicyDocument', PolicyDocumentSchema);

/** The content of each kind of change. */
export const CONTENTS = {
  person: stored('PersonContent', PersonContent),
  key: stored('KeyContent', KeyContent),
  destination: stored('DestinationContent', DestinationContentSchema),
  asset: stored('AssetContent', AssetContent),
  safe: stored('SafeContent', SafeContent),
  policy: StoredPolicy,
  quorums: stored('QuorumsContent', QuorumsContent),
  unfreeze: stored('UnfreezeContent', UnfreezeContent),
  webhook: stored('WebhookContent', WebhookContent),
  'price-feed': stored('PriceFeedContent', PriceFeedContent),
  provider: stored('ProviderContent', ProviderContent),
} as const satisfies Record<ChangeKind, z.ZodType>;

function stored<S extends z.ZodType>(id: string, schema: S) {
  const described = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return wireStored<Stored<z.input<S>>>(id, z.record(z.string(), z.unknown()).parse(inFull(described)));
}

/** What was signed is written in full: a member with a default is there. */
function inFull(schema: z.core.JSONSchema.BaseSchema): unknown {
  return JSON.parse(JSON.stringify(schema), (_key, value: unknown) => {
    const found = Described.safeParse(value);
    if (!found.success) return value;
    const { properties, required, ...rest } = found.data;
    const named = Object.entries(properties);
    const filled = named.flatMap(([name, each]) => ('default' in each ? [name] : []));
    const given = named.map(([name, { default: _default, ...each }]) => [name, each] as const);
    return { ...rest, properties: Object.fromEntries(given), required: [...required, ...filled] };
  });
}
