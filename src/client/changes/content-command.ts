import { type Command, Option } from 'commander';
import { z } from 'zod';
import { PriceFeedList, QuorumsView, WebhookList } from '../../changes/changes.contract.js';
import { ProviderList } from '../../changes/providers.contract.js';
import { type Json, plain } from '../../domain/values/canonical-json.js';
import { PolicyDetail } from '../../policies/policies.contract.js';
import type { Gateway } from '../gateway/gateway.js';
import { destinationCalled, oneOf, safeCalled } from '../naming/names.js';
import { onlineCommand } from '../session/action.js';
import type { OnlineOptions } from '../session/online-options.js';
import { openSession } from '../session/session.js';
import type { Desk } from '../terminal/desk.js';
import { misused } from '../terminal/failures.js';

const KINDS = ['policy', 'quorums', 'destination', 'safe', 'webhook', 'price-feed', 'provider'] as const;
type Kind = (typeof KINDS)[number];

interface ContentOptions extends OnlineOptions {
  readonly kind: Kind;
  readonly subject?: string;
}

export function contentCommand(desk: Desk): Command {
  return onlineCommand('content', 'Print what is in force as JSON, to be edited and proposed')
    .addOption(new Option('--kind <kind>', 'of this kind').choices(KINDS).makeOptionMandatory())
    .option('--subject <name>', 'which object; not for a policy and quorums')
    .addHelpText(
      'after',
      `
Examples:
  sluice change content --kind policy > policy.json
  sluice change content --kind destination --subject "Hot wallet 1" > hot-wallet-1.json
  sluice change content --kind quorums | jq '.kinds.policy.loosen.delaySeconds = 172800' \\
    | sluice change propose --kind quorums --content -`,
    )
    .action(async ({ kind, subject, ...options }: ContentOptions) => {
      const { gateway } = await openSession(options, desk);
      desk.say(JSON.stringify(await contentOf(gateway, kind, subject), null, 2));
    });
}

async function contentOf(gateway: Gateway, kind: Kind, subject: string | undefined): Promise<Json> {
  if (kind === 'policy') return policyAt(gateway);
  if (kind === 'quorums') return quorumsAt(gateway);
  if (subject === undefined) throw misused(`which ${kind}? name it by --subject`);
  switch (kind) {
    case 'destination':
      return destinationAt(gateway, subject);
    case 'safe':
      return safeCalled(gateway, subject).then(({ label, address }) => ({ label, address }));
    case 'webhook':
      return oneInForce(await gateway.get('/v1/webhooks', WebhookList), { kind, subject });
    case 'price-feed':
      return oneInForce(await gateway.get('/v1/price-feeds', PriceFeedList), { kind, subject });
    case 'provider':
      return providerAt(gateway, subject);
  }
}

async function policyAt(gateway: Gateway): Promise<Json> {
  return plain((await gateway.get('/v1/policies/current', PolicyDetail)).document);
}

async function quorumsAt(gateway: Gateway): Promise<Json> {
  return (await gateway.get('/v1/quorums', QuorumsView)).content;
}

/** As it is proposed: the hash of its code and the block of its proof are read anew. */
async function destinationAt(gateway: Gateway, subject: string): Promise<Json> {
  const entry = await destinationCalled(gateway, subject);
  const { chainId, address, label, owner, assetIds, expiresAt, limits, canary, lookalikes } = entry;
  const { blockHash: _, ...control } = { blockHash: null, ...entry.control };
  return plain({
    ...{ chainId, address, label, owner, assetIds, expiresAt, limits, canary, lookalikes, control },
  });
}

interface Governed {
  readonly id: string;
  readonly content: Json;
  readonly removedAt: string | null;
}

function oneInForce(
  { data }: { readonly data: readonly Governed[] },
  { kind, subject }: { readonly kind: string; readonly subject: string },
): Json {
  const inForce = data.filter(({ removedAt }) => removedAt === null);
  const named = inForce.map(({ id, content }) => ({
    ...{ id, content, address: null, name: labelOf(content) ?? id },
  }));
  return oneOf(kind, named, subject).content;
}

const Labelled = z.looseObject({ label: z.string() });

function labelOf(content: Json): string | undefined {
  return Labelled.safeParse(content).data?.label;
}

async function providerAt(gateway: Gateway, subject: string): Promise<Json> {
  const { data } = await gateway.get('/v1/providers', ProviderList);
  const { name, operator, kind } = oneOf(
    'provider',
    data.map((each) => ({ ...each, id: each.name, address: null })),
    subject,
  );
  return { name, operator, kind };
}
