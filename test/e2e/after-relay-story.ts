import { z } from 'zod';
import type { Hex } from 'viem';
import { newId } from '../../src/infra/database/new-id.js';
import { buildCancel } from '../../src/domain/transfers/safe-transaction.js';
import { safeTxDigests } from '../../src/domain/transfers/safe-tx-hash.js';
import { WAIT_CODES } from '../../src/domain/transfers/waits-for.js';
import type { Address } from '../../src/domain/values/address.js';
import { sandboxChainId } from '../../sandbox/anvil.js';
import type { Founding } from '../../sandbox/founding.js';
import type { Reply } from '../../sandbox/person-client.js';
import { withPrompts, withoutDelays } from '../builders/founding.js';
import { PriceFeeds } from '../price-feeds.js';
import { RegisterEdits } from './register-edits.js';
import { openStory } from './story.js';
import type { Named, StorySteps } from './story-steps.js';
import { until } from './until.js';

const Shown = z.looseObject({
  state: z.string(),
  waitsFor: z.object({ code: z.string(), sentence: z.string() }).nullable(),
});
function isWaitCode(code: string | null): boolean {
  return (WAIT_CODES as readonly (string | null)[]).includes(code);
}

const ETHER_USD = 300_000_000_000n;

/** Relayed transfers, and what becomes of what they rest on. */
export class AfterRelayStory {
  private constructor(
    readonly story: StorySteps,
    readonly edits: RegisterEdits,
    private readonly feeds: PriceFeeds,
    private readonly feed: Address,
  ) {}

  static async open(safes: number): Promise<AfterRelayStory> {
    const story = await openStory({ safes, founding });
    const feeds = new PriceFeeds(story.chain);
    const feed = await feeds.deploy(ETHER_USD);
    await story.govern('price-feed', newId('pfd'), () => ({
      ...{ chainId: sandboxChainId, assetId: story.assetId('eth'), aggregator: feed, decimals: 8 },
      ...{ maxAgeSeconds: 3_600, min: '1000', max: '10000' },
    }));
    return new AfterRelayStory(story, new RegisterEdits(story), feeds, feed);
  }

  setPriceAge(seconds: number): Promise<void> {
    const updatedAt = BigInt(Math.floor(Date.now() / 1000) - seconds);
    return this.feeds.setRound(this.feed, { answer: ETHER_USD, updatedAt });
  }

  /** What holds the transfer up, once it has been looked at and that is what is shown; null if nothing does. */
  async waitsFor(id: string, code: string | null): Promise<string | undefined> {
    let shown: z.output<typeof Shown> | undefined;
    await this.story.hurry('recheck', id);
    await this.story.untilSeen(`${id} to wait for ${String(code)}`, id, async () => {
      shown = Shown.parse(await this.story.show(id));
      const found = shown.waitsFor?.code ?? null;
      return (isWaitCode(found) ? null : found) === code;
    });
    return shown?.waitsFor?.sentence;
  }

  /** How often the log says that it was looked at, by verdict. */
  async looked(id: string): Promise<readonly unknown[]> {
    const log = await this.story.audited(id);
    return log.filter(({ type }) => type === 'transfer.looked').map(({ detail }) => detail['verdict']);
  }

  async signatures(id: string): Promise<number> {
    return (await this.story.sql('SELECT FROM owner_signature WHERE transfer_id = $1', [id])).length;
  }

  /** How many transactions the Safe has executed. */
  async executed(safe: Named): Promise<bigint> {
    const { client } = this.story.chain;
    return BigInt((await client.getStorageAt({ address: safe.address, slot: '0x5' })) ?? '0x0');
  }

  /** An owner's signature over the transaction that burns the nonce, brought where only the original is signed. */
  async bringBurn(id: string, safe: Named, name: string): Promise<Reply> {
    const { nonce } = await this.story.cleared(id);
    const { digest } = safeTxDigests(buildCancel(safe.address, nonce), sandboxChainId, safe.address);
    return this.bring(id, name, digest);
  }

  async bring(id: string, name: string, hash: Hex): Promise<Reply> {
    const owner = this.story.ownerAccount(name);
    const body = { owner: owner.address, signature: await owner.sign({ hash }) };
    return this.story.person(name).post(`/v1/transfers/${id}/owner-signatures`, body);
  }

  async isOver(id: string): Promise<void> {
    const text = 'SELECT FROM transfer WHERE id = $1 AND expires_at <= now()';
    await until(`the expiry of ${id}`, async () => (await this.story.sql(text, [id])).length > 0);
  }
}

/** A limit in US dollars, so that the coin's price matters; entries that were put back may be paid to at once. */
function founding(document: Founding): Founding {
  const { policy } = document;
  const [, usd] = document.assets.map(({ id }) => id);
  if (usd === undefined) throw new Error('the sandbox has two assets');
  const rules = policy.rules.map((rule) =>
    rule.kind === 'destination-allowed' ? { ...rule, coolingOffSeconds: 0 } : rule,
  );
  const dollars = { id: 'dollars', kind: 'amount-per-transfer', unit: 'usd', max: '600000' } as const;
  const prices = [{ assetId: usd, usd: '1.00' }];
  const changed = { ...policy, rules: [...rules, { ...dollars, waivable: false as const }], prices };
  return withPrompts(withoutDelays({ ...document, policy: changed }));
}
