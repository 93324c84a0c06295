import { TransferDetail } from '../../src/transfer-api/detail/transfer-detail.contract.js';
import type { Client, Pool } from 'pg';
import { type Hex, erc20Abi } from 'viem';
import type { HDAccount } from 'viem/accounts';
import { z } from 'zod';
import type { ChangeKind } from '../../src/domain/changes/change.js';
import { latest } from '../../src/domain/register/ledger.js';
import { type Address, parseAddress } from '../../src/domain/values/address.js';
import { type TransferState, hasEnded } from '../../src/domain/transfers/transfer.js';
import type { Json } from '../../src/domain/values/canonical-json.js';
import { parseBytes32 } from '../../src/domain/values/hex.js';
import { parseId } from '../../src/domain/values/identifier.js';
import { openClient } from '../../src/infra/database/connections.js';
import type { Founding } from '../../sandbox/founding.js';
import type { GatewayEnvironment } from '../../sandbox/gateway.js';
import { type DemoPerson, DEMO_PEOPLE, confirmationKey, ownerKey } from '../../sandbox/people.js';
import type { PersonClient, Reply, TransferWish } from '../../sandbox/person-client.js';
import type { FreshChain } from '../world.js';
import { Governance } from '../governance.js';
import { integrated } from '../integrated.js';
import { made } from './answers.js';
import { Clockwork } from './clockwork.js';
import { until } from './until.js';

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
export class StorySteps extends Clockwork {
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
    super();
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
    return confirmationKey(demoPerson(name));
  }

  ownerAccount(name: string): HDAccount {
    return existing(ownerKey(demoPerson(name)), `an owner's key of ${name}`);
  }

  /** Brings a genuine owner signature without asking for the signature request. */
  async bringSignature(id: string, name = 'Otto'): Promise<Reply> {
    const { safeTxHash: hash } = await this.cleared(id);
    const owner = this.ownerAccount(name);
    const body = { owner: owner.address, signature: await owner.sign({ hash }) };
    return this.person(name).post(`/v1/transfers/${id}/owner-signatures`, body);
  }

  personId(name: string): string {
    return existing(
      this.founding.people.find((each) => each.name === name),
      name,
    ).id;
  }

  /** The register, and the people who govern with their own keys. */
  governance(): Promise<Governance> {
    const governors = ['Adam', 'Clara', 'Carlos', 'Rita'].map((name) => ({
      id: parseId('per', this.personId(name)),
      sign: (hash: Hex) => this.account(name).sign({ hash }),
    }));
    const { DATABASE_URL: url = '', FOUNDING_DIGEST: digest = '' } = this.environment;
    return Governance.join(url, parseBytes32(digest), governors);
  }

  /** What the people who govern decide, with their own signatures and straight into the register. */
  async govern(kind: ChangeKind, subject: string, change: (before: Json) => Json): Promise<void> {
    const governance = await this.governance();
    const before = latest(governance.ledger, kind, subject)?.content ?? null;
    const { id } = await governance.change(kind, subject, change(before));
    const state = governance.ledger.changes.get(id)?.status.state;
    if (state !== 'active') throw new Error(`the change of ${subject} is ${String(state)}`);
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

  /** The one that stories take who name none; it holds the tokens. */
  get firstSafe(): Named {
    return existing(this.safes[0], 'the first Safe');
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

  /** One connection of its own, for a transaction that stays open. */
  connection(): Promise<Client> {
    return openClient(this.environment['DATABASE_URL'] ?? '');
  }

  wish({ safe, asset = 'eth', destination, ...wish }: Wish): TransferWish {
    const { by: _, ...rest } = { reference: 'Refill hot wallet 1', ...wish };
    return {
      ...rest,
      safe: (safe ?? this.firstSafe).id,
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
    await this.until(id, 'awaiting-confirmation');
    return id;
  }

  async confirmed(id: string, names: readonly string[] = ['Ada']): Promise<void> {
    for (const name of names) made(await this.person(name).confirm(id));
  }

  /** The transfer of this reference, as soon as somebody has asked for it. */
  async calledBy(reference: string): Promise<string> {
    let rows: readonly Record<string, unknown>[] = [];
    const text = "SELECT id FROM transfer WHERE intent->>'reference' = $1";
    await until(`a transfer called ${reference}`, async () => {
      rows = await this.sql(text, [reference]);
      return rows.length > 0;
    });
    return z.tuple([z.object({ id: z.string() })]).parse(rows)[0].id;
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
    // What is mined for another transfer may make this one final as well.
    await this.until(id, 'executed', 'settled');
    await this.chain.mine(3);
    return this.until(id, 'settled');
  }

  /** Asks the database, which is a fraction of the work, and then fetches what people are shown. */
  async until(id: string, ...states: string[]): Promise<Reply['body']> {
    let state = '';
    const isOver = async () => {
      state = await this.stateInDatabase(id);
      return states.includes(state) || hasEnded(state as TransferState);
    };
    await this.untilSeen(`${id} to be ${states.join(' or ')}`, id, isOver).catch(() => undefined);
    const body = await this.show(id);
    if (states.includes(state)) return body;
    throw new Error(`${id} is ${state}, not ${states.join(' or ')}: ${JSON.stringify(body['evidence'])}`);
  }

  /** Until people are asked about a transfer anew. */
  async askedAnew(id: string, revision = 2): Promise<void> {
    const text = `SELECT FROM transfer WHERE id = $1 AND revision = $2 AND state = 'awaiting-confirmation'`;
    await this.untilSeen(`revision ${String(revision)} of ${id}`, id, async () => {
      return (await this.sql(text, [id, revision])).length > 0;
    });
  }

  async show(id: string): Promise<Reply['body']> {
    const { body } = await this.person('Tessa').get(`/v1/transfers/${id}`);
    // Whatever its state: what a client was generated for is what it gets.
    TransferDetail.parse(body);
    return body;
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
    // By the list, which asks no provider: a story may hold them.
    const { body } = await this.person('Audrey').get('/v1/safes');
    const Frozen = z.looseObject({ id: z.string(), frozen: z.object({ code: z.string() }).nullable() });
    const found = z.array(Frozen).parse(body['data']);
    return found.find(({ id }) => id === safe.id)?.frozen?.code ?? null;
  }

  /** How many freezes of a Safe stand. */
  async standing(safe: Named): Promise<number> {
    const { body } = await this.person('Audrey').get(`/v1/freezes?safe=${safe.id}&standing=true&limit=200`);
    return z.array(z.unknown()).parse(body['data']).length;
  }

  /** The codes of a Safe's findings, newest first. */
  async findings(safe: Named): Promise<string[]> {
    const { body } = await this.person('Audrey').get(`/v1/safes/${safe.id}/findings`);
    return z
      .array(z.looseObject({ code: z.string() }))
      .parse(body['data'])
      .map(({ code }) => code);
  }

  /** Until the log says what has been done so far. */
  integrated(): Promise<void> {
    return integrated((sql) => this.sql(sql));
  }

  /** What the log itself says of a transfer or a Safe, in order, whoever may read it. */
  async audited(subject: string): Promise<readonly AuditedAct[]> {
    await this.integrated();
    const rows = await this.sql('SELECT body FROM audit_entry WHERE subject = $1 ORDER BY index', [subject]);
    return z
      .array(z.object({ body: z.string().transform((text) => Entry.parse(JSON.parse(text))) }))
      .parse(rows)
      .map(({ body }) => body);
  }

  /** States of the budgets that a transfer is counted in, each once: they change together. */
  async budget(id: string): Promise<string[]> {
    const rows = await this.sql('SELECT state FROM reservation WHERE transfer_id = $1', [id]);
    return z
      .array(z.object({ state: z.string() }))
      .parse(rows)
      .map(({ state }) => state)
      .filter((state, index, all) => all.indexOf(state) === index);
  }

  balance(kind: 'eth' | 'usd', address: Address): Promise<bigint> {
    const { client, token } = this.chain;
    if (kind === 'eth') return client.getBalance({ address });
    const call = { abi: erc20Abi, functionName: 'balanceOf', args: [address] } as const;
    return client.readContract({ address: token.address, ...call });
  }
}

function demoPerson(name: string): DemoPerson {
  return existing(
    DEMO_PEOPLE.find((each) => each.name === name),
    name,
  );
}

function existing<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`there is no such thing: ${what}`);
  return value;
}
