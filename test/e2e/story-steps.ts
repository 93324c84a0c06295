import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'pg';
import { type Hex, erc20Abi } from 'viem';
import type { HDAccount } from 'viem/accounts';
import { z } from 'zod';
import { type Address, parseAddress } from '../../src/domain/values/address.js';
import type { Founding } from '../../src/sandbox/founding.js';
import type { GatewayEnvironment } from '../../src/sandbox/gateway.js';
import { DEMO_PEOPLE, confirmationKey } from '../../src/sandbox/people.js';
import type { PersonClient, Reply, TransferWish } from '../../src/sandbox/person-client.js';
import type { FreshChain } from '../world.js';

export interface Named {
  readonly id: string;
  readonly address: Address;
}

/** What a story is about; the rest is taken from the sandbox's founding document. */
export interface Wish {
  readonly amount: string;
  readonly asset?: 'eth' | 'usd';
  readonly safe?: Named;
  readonly destination?: string;
  readonly reference?: string;
  readonly by?: string;
  /** Seconds from now. */
  readonly expiresIn?: number;
}

export interface StoryParts {
  readonly chain: FreshChain;
  readonly environment: GatewayEnvironment;
  readonly founding: Founding;
  readonly origin: string;
  readonly clients: ReadonlyMap<string, PersonClient>;
  readonly pool: Pool;
  readonly close: () => Promise<void>;
}

const Cleared = z.object({
  evidence: z.looseObject({ cleared: z.looseObject({ safeTxHash: z.string(), nonce: z.string() }) }),
});
const Entry = z.looseObject({
  type: z.string(),
  actor: z.string(),
  detail: z.record(z.string(), z.unknown()),
});

export type AuditedAct = z.output<typeof Entry>;

const OWNERS = ['Otto', 'Omar', 'Orson'] as const;

/** Sluice with its people, and the steps that stories are made of. */
export class StorySteps {
  readonly chain: FreshChain;
  readonly environment: GatewayEnvironment;
  readonly founding: Founding;
  readonly origin: string;
  readonly close: () => Promise<void>;
  readonly safes: readonly Named[];
  readonly #clients: ReadonlyMap<string, PersonClient>;
  readonly #pool: Pool;
  #used = 0;

  constructor(parts: StoryParts) {
    ({ chain: this.chain, environment: this.environment, founding: this.founding } = parts);
    ({ origin: this.origin, close: this.close } = parts);
    this.#clients = parts.clients;
    this.#pool = parts.pool;
    this.safes = parts.founding.safes.map(({ id, address }) => ({ id, address: parseAddress(address) }));
  }

  person(name: string): PersonClient {
    return existing(this.#clients.get(name), `nobody is called ${name}`);
  }

  /** The key that a person confirms with. */
  account(name: string): HDAccount {
    return confirmationKey(
      existing(
        DEMO_PEOPLE.find((each) => each.name === name),
        name,
      ),
    );
  }

  personId(name: string): string {
    return existing(
      this.founding.people.find((each) => each.name === name),
      name,
    ).id;
  }

  assetId(kind: 'eth' | 'usd'): string {
    const wanted = kind === 'eth' ? 'native' : 'erc20';
    return existing(
      this.founding.assets.find((each) => each.kind === wanted),
      kind,
    ).id;
  }

  destination(label = 'Hot wallet 1'): Named {
    const { id, address } = existing(
      this.founding.destinations.find((each) => each.label === label),
      label,
    );
    return { id, address: parseAddress(address) };
  }

  /** One that no other story of the file uses: its lane is free, its budget whole, and it may be frozen. */
  freshSafe(): Named {
    this.#used += 1;
    return existing(this.safes[this.#used], 'the story was opened with too few Safes');
  }

  async sql(text: string, values: readonly unknown[] = []): Promise<readonly Record<string, unknown>[]> {
    const { rows } = await this.#pool.query(text, [...values]);
    return rows as Record<string, unknown>[];
  }

  wish({ safe, asset = 'eth', destination, ...wish }: Wish): TransferWish {
    const { by: _, ...rest } = { reference: 'Refill hot wallet 1', ...wish };
    return {
      ...rest,
      safe: (safe ?? existing(this.safes[0], 'a Safe')).id,
      asset: this.assetId(asset),
      destination: destination ?? this.destination().id,
    };
  }

  request(wish: Wish): Promise<Reply> {
    return this.person(wish.by ?? 'Tessa').requestTransfer(this.wish(wish));
  }

  /** A transfer that was taken in, by its id. */
  async requested(wish: Wish, state = 'queued'): Promise<string> {
    const reply = await this.request(wish);
    const { id, state: actual } = z.looseObject({ id: z.string(), state: z.string() }).parse(made(reply));
    if (actual !== state) throw new Error(`${actual}, not ${state}: ${JSON.stringify(reply.body)}`);
    return id;
  }

  async awaiting(wish: Wish): Promise<string> {
    const id = await this.requested(wish);
    await this.person('Tessa').until(id, ['awaiting-confirmation']);
    return id;
  }

  async confirmed(id: string, names: readonly string[] = ['Ada']): Promise<void> {
    for (const name of names) made(await this.person(name).confirm(id));
  }

  async relayed(wish: Wish, confirmers?: readonly string[]): Promise<string> {
    const id = await this.awaiting(wish);
    await this.confirmed(id, confirmers);
    await this.until(id, 'relayed');
    return id;
  }

  async signed(id: string, names: readonly string[] = OWNERS): Promise<void> {
    for (const name of names) made(await this.person(name).signAsOwner(id));
  }

  /** From wherever the signatures are complete to the end: mines as soon as the execution is in a block. */
  async settled(id: string): Promise<Reply['body']> {
    await this.until(id, 'executed');
    await this.chain.mine(3);
    return this.until(id, 'settled');
  }

  until(id: string, ...states: string[]): Promise<Reply['body']> {
    return this.person('Tessa').until(id, states, 30_000);
  }

  async show(id: string): Promise<Reply['body']> {
    return (await this.person('Tessa').get(`/v1/transfers/${id}`)).body;
  }

  async state(id: string): Promise<string> {
    return z.looseObject({ state: z.string() }).parse(await this.show(id)).state;
  }

  async cleared(id: string): Promise<{ safeTxHash: Hex; nonce: bigint }> {
    const { cleared } = Cleared.parse(await this.show(id)).evidence;
    return { safeTxHash: cleared.safeTxHash as Hex, nonce: BigInt(cleared.nonce) };
  }

  /** The code for which a Safe is frozen, or null. */
  async freeze(safe: Named): Promise<string | null> {
    const { body } = await this.person('Audrey').get(`/v1/safes/${safe.id}`);
    return z.looseObject({ frozen: z.object({ code: z.string() }).nullable() }).parse(body).frozen?.code ?? null;
  }

  /** The codes of a Safe's findings, newest first. */
  async findings(safe: Named): Promise<string[]> {
    const { body } = await this.person('Audrey').get(`/v1/safes/${safe.id}/findings`);
    return z.array(z.looseObject({ code: z.string() })).parse(body['data']).map(({ code }) => code);
  }

  /** What the log says of a transfer or a Safe, in order. */
  async audited(subject: string): Promise<readonly AuditedAct[]> {
    const { body } = await this.person('Audrey').get(`/v1/audit-entries?subject=${subject}&limit=200`);
    return z.array(z.looseObject({ body: Entry })).parse(body['data']).map((each) => each.body);
  }

  /** States of the budget that is held for a transfer, one for each scope. */
  async budget(id: string): Promise<string[]> {
    const rows = await this.sql('SELECT state FROM reservation WHERE transfer_id = $1', [id]);
    return z.array(z.object({ state: z.string() })).parse(rows).map(({ state }) => state);
  }

  /** Until a background job is being done, or waits for its next turn after it has been done. */
  async awaitJob(name: string, id: string, what: 'running' | 'waiting'): Promise<void> {
    const is = what === 'running' ? 'locked_at IS NOT NULL' : 'locked_at IS NULL AND run_at > now()';
    const text = `SELECT FROM graphile_worker._private_jobs WHERE key = $1 AND ${is}`;
    await until(`${name} of ${id} to be ${what}`, async () => {
      return (await this.sql(text, [`${name}:${id}`])).length > 0;
    });
  }

  /** Until the chain was looked at for this transfer, from beginning to end, or the transfer has moved on. */
  async watched(id: string): Promise<void> {
    const [state, turns] = [await this.state(id), new Set<unknown>()];
    await until(`${id} to be watched`, async () => {
      const text = 'SELECT run_at::text AS at FROM graphile_worker._private_jobs WHERE key = $1';
      for (const { at } of await this.sql(text, [`watch:${id}`])) turns.add(at);
      // The look of the second turn began after this call, and the third was ordered at its end.
      return turns.size >= 3 || (await this.state(id)) !== state;
    });
  }

  /** Lets a job that waits for its next turn have it now. */
  async hurry(name: string, id: string): Promise<void> {
    await this.awaitJob(name, id, 'waiting');
    const text = 'UPDATE graphile_worker._private_jobs SET run_at = now() WHERE key = $1';
    await this.sql(text, [`${name}:${id}`]);
  }

  balance(kind: 'eth' | 'usd', address: Address): Promise<bigint> {
    const { client, token } = this.chain;
    if (kind === 'eth') return client.getBalance({ address });
    const call = { abi: erc20Abi, functionName: 'balanceOf', args: [address] } as const;
    return client.readContract({ address: token.address, ...call });
  }
}

/** Asks until it is so. */
export async function until(what: string, isSo: () => Promise<boolean>, timeoutMs = 20_000): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error(`waited in vain for ${what}`);
    await sleep(20);
  }
}

/** The body of an answer that must be a creation. */
export function made({ status, body }: Reply): Reply['body'] {
  if (status !== 201) throw new Error(`${String(status)}: ${JSON.stringify(body)}`);
  return body;
}

/** Status and code of an answer, and the pointers that it names. */
export function refusalOf({ status, body }: Reply): readonly [number, unknown, ...string[]] {
  const errors = z.array(z.looseObject({ pointer: z.string() })).safeParse(body['errors']).data ?? [];
  return [status, body['code'], ...errors.map(({ pointer }) => pointer)];
}

/** The codes for which a transfer was refused. */
export function reasonsOf(body: Reply['body']): string[] {
  const Refused = z.looseObject({ reasons: z.array(z.looseObject({ code: z.string() })) });
  return Refused.parse(body['evidence']).reasons.map(({ code }) => code);
}

function existing<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`there is no such thing: ${what}`);
  return value;
}
