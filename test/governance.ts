import type { PrivateKeyAccount } from 'viem/accounts';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import {
  type Change,
  type ChangeAnswer,
  type ChangeDecision,
  type ChangeKind,
  type GovernedChange,
  NOTHING,
  changeDigest,
  changeHash,
} from '../src/domain/changes/change.js';
import { QuorumsContent } from '../src/domain/changes/kinds/quorums.js';
import { CHANGE_KINDS } from '../src/domain/changes/change.js';
import { type Act, ActSchema, printAct } from '../src/domain/changes/act.js';
import { foundingSentences } from '../src/domain/register/found.js';
import { FoundingContent } from '../src/domain/changes/founding.js';
import { type Ledger, latest } from '../src/domain/register/ledger.js';
import { ledgerAt, replay } from '../src/domain/register/replay.js';
import { sentencesOf } from '../src/domain/register/words.js';
import type { PolicyDocument } from '../src/domain/policies/policy.js';
import type { Signature } from '../src/domain/signatures/signature.js';
import type { Json } from '../src/domain/values/canonical-json.js';
import type { Bytes32 } from '../src/domain/values/hex.js';
import { type PersonId, parseId } from '../src/domain/values/identifier.js';
import { type UnixSeconds, unixSeconds } from '../src/domain/values/time.js';
import { openClient } from '../src/infra/database/connections.js';
import { newId } from '../src/infra/database/new-id.js';

/** Whoever signs: a person with one of their keys. */
export interface Signer {
  readonly id: PersonId;
  sign(digest: Bytes32): Promise<Signature>;
}

export interface GovernanceOptions {
  readonly chainId?: number;
  readonly policy?: PolicyDocument;
  readonly delaySeconds?: number;
  /** How many there are of them; two if nothing is said. */
  readonly governors?: number;
  /** What the acts are dated by, in seconds since 1970: the machine's clock if none is given. */
  readonly clock?: () => number;
  /** Who approves what, instead of one governor after `delaySeconds`. */
  readonly quorums?: QuorumsContent;
  /** Whose operators are called after them; rpc-1 and rpc-2 if nothing is said. */
  readonly providers?: readonly { readonly name: string; readonly operator?: string }[];
  /** Further objects of the founding. */
  readonly objects?: readonly { kind: Exclude<ChangeKind, 'unfreeze'>; subject: string; content: Json }[];
}

const GROUP = [{ group: 'governance', count: 1 }];

/** A register of its own with two governors, whose changes are real signed acts. */
export class Governance {
  #ledger: Ledger | undefined;
  /** Every act so far, as stored. */
  readonly acts: Act[] = [];

  private constructor(
    readonly digest: Bytes32,
    /** The first one proposes, the others approve. */
    readonly governors: readonly Signer[],
    private readonly databaseUrl: string | undefined,
    readonly clock: () => number = nowSeconds,
  ) {}

  /** Founds in this database, or only in memory when there is none. */
  static async found(databaseUrl?: string, options: GovernanceOptions = {}): Promise<Governance> {
    const { chainId = 1, policy = emptyPolicy(), delaySeconds = 0, objects = [], clock } = options;
    const { providers = [{ name: 'rpc-1' }, { name: 'rpc-2' }] } = options;
    const accounts = Array.from({ length: options.governors ?? 2 }, account);
    const governors = accounts.map(governor);
    const own = governors.flatMap(({ id }, index) => [
      object('person', id, person(`Governor ${String(index + 1)}`, ['admin', 'compliance'], ['governance'])),
      object('key', accounts[index]?.address ?? '', {
        kind: 'evm',
        personId: id,
        invitedBy: null,
        purpose: 'confirmation',
        address: accounts[index]?.address ?? '',
      }),
    ]);
    const content = {
      chainId,
      require: [{ group: 'governance', count: 2 }],
      objects: [
        ...own,
        ...providers.map(({ name, operator = `${name}.example` }) =>
          object('provider', name, { name, operator, kind: 'hosted' }),
        ),
        object('policy', 'policy', policy),
        object('quorums', 'quorums', options.quorums ?? quorums(delaySeconds)),
        ...objects,
      ],
    } as unknown as Json;
    const id = parseId('chg', newId('chg'));
    const change: Change = {
      id,
      kind: 'founding',
      subject: 'founding',
      base: null,
      content,
      sentences: foundingSentences(id, FoundingContent.parse(content)),
      proposerId: null,
      expiresAt: unixSeconds((clock ?? nowSeconds)() + 3600),
    };
    const governance = new Governance(changeHash(change), governors, databaseUrl, clock);
    const word = { decision: 'approve', head: NOTHING, at: governance.now() } as const;
    const answers = await Promise.all(
      governors.map((each) => signed(change, each, word, { chainId, id: null })),
    );
    await governance.add({ act: 'found', change, answers });
    return governance;
  }

  /** The register of a database that is founded already, with people who may propose and approve. */
  static async join(databaseUrl: string, digest: Bytes32, governors: readonly Signer[]): Promise<Governance> {
    const governance = new Governance(digest, governors, databaseUrl);
    await governance.catchUp();
    return governance;
  }

  get ledger(): Ledger {
    if (!this.#ledger) throw new Error('nothing is founded');
    return this.#ledger;
  }

  /** The register now, with what time has made of it. */
  get present(): Ledger {
    return ledgerAt(this.ledger, this.now());
  }

  now(): UnixSeconds {
    return unixSeconds(this.clock());
  }

  /** A change that the first governor proposes and the second approves; an enrolment is proposed by its own key. */
  async change(kind: ChangeKind, subject: string, content: Json, newKey?: Signer): Promise<GovernedChange> {
    const change = await this.propose(kind, subject, content, newKey);
    for (const governor of this.governors.slice(1)) {
      if (this.ledger.changes.get(change.id)?.status.state !== 'proposed') break;
      await this.answer(change, governor, 'approve');
    }
    return change;
  }

  async propose(kind: ChangeKind, subject: string, content: Json, by?: Signer): Promise<GovernedChange> {
    await this.catchUp();
    const proposer = by ?? this.governors[0];
    if (!proposer) throw new Error('there is nobody to propose it');
    const change = this.drafted(kind, subject, content, proposer);
    await this.submit(change, proposer);
    return change;
  }

  /** A change as it would be proposed now. */
  drafted(kind: ChangeKind, subject: string, content: Json, proposer: Signer): GovernedChange {
    return {
      id: parseId('chg', newId('chg')),
      kind,
      subject,
      base: latest(this.present, kind, subject)?.hash ?? null,
      content,
      sentences: sentencesOf(this.present, { kind, subject, content }),
      proposerId: kind === 'key' && content !== null ? null : proposer.id,
      expiresAt: unixSeconds(this.now() + 3600),
    };
  }

  async submit(change: Change, proposer: Signer): Promise<void> {
    const answer = await this.signed(change, proposer, { decision: 'propose' });
    await this.add({ act: 'propose', change, answer });
  }

  async answer(change: Change, by: Signer, decision: ChangeDecision, reason = ''): Promise<void> {
    await this.catchUp();
    await this.add({ act: 'answer', answer: await this.signed(change, by, { decision, reason }) });
  }

  signed(
    change: Change,
    by: Signer,
    given: { decision: ChangeDecision; reason?: string; at?: UnixSeconds; head?: Bytes32 },
  ): Promise<ChangeAnswer> {
    const word = { at: this.now(), head: this.ledger.head, ...given };
    return signed(change, by, word, this.ledger.installation);
  }

  /** A person with roles and one key, both approved. */
  async enrol(
    name: string,
    rights: { roles: readonly string[]; groups?: readonly string[]; accounts?: Json },
    key: { account?: PrivateKeyAccount; purpose?: 'confirmation' | 'owner' } = {},
  ): Promise<{ id: PersonId; account: PrivateKeyAccount }> {
    const id = parseId('per', newId('per'));
    const { account: own = account(), purpose = 'confirmation' } = key;
    const content = person(name, rights.roles, rights.groups ?? [], rights.accounts);
    await this.change('person', id, content);
    const enrolment = { kind: 'evm', personId: id, invitedBy: null, purpose, address: own.address };
    await this.change('key', own.address, enrolment, { id, sign: (hash) => own.sign({ hash }) });
    return { id, account: own };
  }

  /** Takes in what others have added to the database meanwhile. */
  private async catchUp(): Promise<void> {
    if (this.databaseUrl === undefined) return;
    const from = this.#ledger?.size ?? 0;
    const rows = await this.#query('SELECT body FROM governance_act WHERE seq >= $1 ORDER BY seq', [from]);
    const acts = rows.map((row) => ActSchema.parse(JSON.parse(String(row['body']))));
    if (acts.length > 0) this.#ledger = await replay(this.digest, acts, this.#ledger);
    this.acts.push(...acts);
  }

  async #query(text: string, values: unknown[]): Promise<Record<string, unknown>[]> {
    const client = await openClient(this.databaseUrl ?? '');
    try {
      return (await client.query<Record<string, unknown>>(text, values)).rows;
    } finally {
      await client.end();
    }
  }

  async add(act: Act): Promise<void> {
    this.#ledger = await replay(this.digest, [act], this.#ledger);
    this.acts.push(act);
    if (this.databaseUrl === undefined) return;
    const seq = this.ledger.size - 1;
    const body = printAct(act);
    await this.#query('INSERT INTO governance_act (seq, body) VALUES ($1, $2)', [seq, body]);
    await this.#query('UPDATE governance_head SET size = $1', [seq + 1]);
  }
}

export function person(
  name: string,
  roles: readonly string[],
  groups: readonly string[] = [],
  accounts: Json = [],
): Json {
  return { name, roles, groups, accounts };
}

/** Who approves and for how long it waits, the same for every kind. */
export function quorums(delaySeconds: number): QuorumsContent {
  const ofKind = { loosen: { require: GROUP, delaySeconds }, tighten: { require: [] } };
  const kinds = {
    ...Object.fromEntries(CHANGE_KINDS.map((kind) => [kind, ofKind])),
    provider: { ...ofKind, tighten: { require: GROUP } },
  };
  return QuorumsContent.parse({ kinds, lookalike: GROUP });
}

export function emptyPolicy(): PolicyDocument {
  return {
    schemaVersion: 1,
    name: 'Empty policy',
    rules: [],
    tiers: [],
    exceptionQuorum: [{ group: 'compliance', count: 1 }],
    maxExpirySeconds: 86_400,
  };
}

function account(): PrivateKeyAccount {
  return privateKeyToAccount(generatePrivateKey());
}

function governor(own: PrivateKeyAccount): Signer {
  return { id: parseId('per', newId('per')), sign: (hash) => own.sign({ hash }) };
}

function object(kind: Exclude<ChangeKind, 'unfreeze'>, subject: string, content: Json) {
  return { kind, subject, content };
}

async function signed(
  change: Change,
  by: Signer,
  given: { decision: ChangeDecision; reason?: string; at: UnixSeconds; head: Bytes32 },
  installation: Parameters<typeof changeDigest>[2],
): Promise<ChangeAnswer> {
  const { decision, reason = '', at, head } = given;
  const answer = { personId: by.id, decision, reason, at, head };
  return {
    ...answer,
    changeId: change.id,
    signature: await by.sign(changeDigest(change, answer, installation)),
  };
}

function nowSeconds(): number {
  return Math.floor(Date.now() / 1000);
}
