import { type Hex, parseEther } from 'viem';
import { expect } from '@jest/globals';
import { z } from 'zod';
import { type EvidenceBundle, printBundle } from '../../src/domain/evidence/bundle.js';
import { verifyBundle } from '../../src/domain/evidence/verify-bundle.js';
import { type PlainEntry, resealed } from '../builders/resealed.js';
import { evidenceOf } from './evidence-of.js';
import { execTransactionData } from '../../src/domain/simulation/exec-call.js';
import {
  type SafeTransaction,
  buildCancel,
  buildSafeTransaction,
} from '../../src/domain/transfers/safe-transaction.js';
import { safeTxDigests } from '../../src/domain/transfers/safe-tx-hash.js';
import { sandboxChainId } from '../../sandbox/anvil.js';
import type { Reply } from '../../sandbox/person-client.js';
import { ownersSignatures } from '../builders/owner-approvals.js';
import { sendExecution } from '../builders/safe-execution.js';
import { movementOf } from '../simulated-transfer.js';
import type { Named, StorySteps } from './story-steps.js';
import { made } from './answers.js';

const Shown = z.looseObject({ stage: z.string() });

const THREE = ['Otto', 'Omar', 'Orson'] as const;

/** A relayed transfer of 1 ETH that is cancelled on the chain. */
export class CancelStory {
  constructor(
    private readonly story: StorySteps,
    readonly safe: Named,
    readonly id: string,
    readonly nonce: bigint,
  ) {}

  static async relayed(story: StorySteps, wish: { readonly by?: string } = {}): Promise<CancelStory> {
    const safe = story.freshSafe();
    const id = await story.relayed({ amount: '1', safe, ...wish });
    return new CancelStory(story, safe, id, (await story.cleared(id)).nonce);
  }

  ask(name = 'Tessa'): Promise<Reply> {
    return this.story.person(name).post(`/v1/transfers/${this.id}/cancel`, { reason: 'typed wrongly' });
  }

  /** Asked for, and examined. */
  async cleared(name = 'Tessa'): Promise<void> {
    const { status, body } = await this.ask(name);
    if (status !== 200) throw new Error(JSON.stringify(body));
    await this.atStage('cleared');
  }

  async confirmed(name = 'Tessa', by = 'Amos'): Promise<void> {
    await this.cleared(name);
    made(await this.confirm(by));
  }

  confirm(name: string): Promise<Reply> {
    return this.story.person(name).answerCancel(this.id, { decision: 'confirm' });
  }

  reject(name: string): Promise<Reply> {
    return this.story.person(name).answerCancel(this.id, { decision: 'reject', reason: 'it is right' });
  }

  async show(): Promise<Reply['body']> {
    return (await this.story.person('Audrey').get(`/v1/transfers/${this.id}/cancel`)).body;
  }

  async atStage(stage: string): Promise<void> {
    await this.story.untilSeen(`the cancel of ${this.id} to be ${stage}`, this.id, async () => {
      return Shown.safeParse(await this.show()).data?.stage === stage;
    });
  }

  async signBurn(names: readonly string[] = THREE): Promise<void> {
    for (const name of names) made(await this.story.person(name).signBurn(this.id));
  }

  get original(): SafeTransaction {
    const { address } = this.story.destination();
    return buildSafeTransaction(movementOf('native', parseEther('1'), address), this.nonce);
  }

  get burn(): SafeTransaction {
    return buildCancel(this.safe.address, this.nonce);
  }

  hashOf(transaction: SafeTransaction): Hex {
    return safeTxDigests(transaction, sandboxChainId, this.safe.address).digest;
  }

  /** How often it was cleared. */
  async examinations(): Promise<number> {
    const text = `SELECT FROM simulation WHERE transfer_id = $1 AND stage = 'cancel'`;
    return (await this.story.sql(text, [this.id])).length;
  }

  /** Executed by a stranger with the signatures of these owners. */
  async execute(transaction: SafeTransaction, names: readonly string[] = THREE): Promise<void> {
    await sendExecution(this.story.chain, this.safe.address, await this.callOf(transaction, names));
  }

  async callOf(transaction: SafeTransaction, names: readonly string[] = THREE): Promise<Hex> {
    const owners = names.map((name) => this.story.ownerAccount(name));
    return execTransactionData(transaction, await ownersSignatures(owners, this.hashOf(transaction)));
  }

  /** So many hours pass for the cancel, by its row: what they are counted from is moved, and nothing that is logged. */
  async hoursLater(hours: number): Promise<void> {
    const text = `UPDATE transfer SET evidence = jsonb_set(evidence, path, to_jsonb((evidence #>> path)::int - $2::int))
      FROM (SELECT CASE evidence #>> '{cancel,by}' WHEN 'system' THEN '{cancel,burn,expiresAt}'::text[]
        ELSE '{cancel,at}'::text[] END AS path FROM transfer WHERE id = $1) AS moved WHERE id = $1`;
    await this.story.sql(text, [this.id, hours * 3600]);
    await this.story.hurry('cancel', this.id);
  }
}

const Burnt = z.looseObject({
  evidence: z.looseObject({ burnt: z.looseObject({ reasons: z.array(z.unknown()) }) }),
});

const Looked = z.looseObject({
  state: z.string(),
  looking: z.object({ words: z.string() }).loose().nullable(),
});

/** Until this is looked for on the chain, or it is over. */
export async function looking(story: StorySteps, { id }: CancelStory, words: RegExp): Promise<void> {
  await story.untilSeen(`${id} to look for ${String(words)}`, id, async () => {
    const { state, looking: look } = Looked.parse(await story.show(id));
    return state === 'cancelled' || (look !== null && words.test(look.words));
  });
}

/** The relayer has burnt the nonce; mines until that is final. */
export async function cancelled(story: StorySteps, cancel: CancelStory): Promise<void> {
  const { id, safe } = cancel;
  await looking(story, cancel, /is burnt in block/);
  await story.chain.mine(3);
  const body = await story.until(id, 'cancelled');
  expect(Burnt.parse(body).evidence.burnt.reasons).toEqual([]);
  expect(await story.budget(id)).toEqual(['released']);
  expect(await story.balance('eth', safe.address)).toBe(parseEther('1000'));
}

/** The evidence, as an owner gets it, holds offline, whatever state it is of, and says this. */
export async function proven(
  story: StorySteps,
  cancel: CancelStory,
  { state, words }: { readonly state: string; readonly words: RegExp },
): Promise<EvidenceBundle> {
  const { bundle, lines, ...verdict } = await evidenceOf(story, cancel.id, 'Otto');
  expect(verdict).toEqual({ state, holds: true, isRooted: true, failed: [] });
  const said = lines.filter(({ check }) => check === 'cancellation').map((line) => line.words);
  expect(said.join('\n')).toMatch(words);
  for (const transaction of [cancel.burn, cancel.original])
    expect(said.join('\n')).toContain(cancel.hashOf(transaction));
  return bundle;
}

/** The parts of a bundle that do not hold once whoever has the key of the log says something else. */
export async function brokenBy(
  bundle: EvidenceBundle,
  change: (entry: PlainEntry) => PlainEntry,
): Promise<readonly string[]> {
  const made = resealed(bundle, (entries) => entries.map(change));
  const { lines } = await verifyBundle(printBundle(made), {});
  return lines.filter(({ ok }) => ok === false).map(({ part }) => part);
}

/**
 * Puts off whatever is to be sent for the first time, so that what the owners have signed stays where it is.
 * @returns what lets it of these transfers go
 */
export async function holdSubmissions(story: StorySteps): Promise<(...ids: string[]) => Promise<void>> {
  await story.sql(`CREATE FUNCTION put_off() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.key LIKE 'submit:%' THEN NEW.run_at := now() + interval '1 hour'; END IF; RETURN NEW; END $$`);
  await story.sql(`CREATE TRIGGER put_off BEFORE INSERT ON graphile_worker._private_jobs
    FOR EACH ROW EXECUTE FUNCTION put_off()`);
  return async (...ids) => {
    await story.sql('DROP FUNCTION put_off CASCADE');
    for (const id of ids) await story.hurry('submit', id);
  };
}
