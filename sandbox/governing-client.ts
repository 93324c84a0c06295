import { hashTypedData, type TypedDataDefinition } from 'viem';
import type { HDAccount } from 'viem/accounts';
import { z } from 'zod';
import type { Json } from '../src/domain/values/canonical-json.js';

interface Reply {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** An HTTP client of the gateway, signed in or not. */
interface HttpClient {
  get(path: string): Promise<Reply>;
  post(path: string, body: unknown): Promise<Reply>;
}

/** The input of a change draft. */
export interface ChangeWish {
  readonly kind: string;
  readonly subject?: string;
  readonly content: Json;
}

const Statement = z.object({
  at: z.string(),
  head: z.string(),
  typedData: z.custom<TypedDataDefinition>(),
  digest: z.string(),
});
const Draft = z.object({ change: z.looseObject({ id: z.string() }), statement: Statement });

/** One person's side of governed change: drafts, proposes and answers, with their own key. */
export class GoverningClient {
  constructor(
    private readonly client: HttpClient,
    private readonly account: HDAccount,
  ) {}

  draft(wish: ChangeWish): Promise<Reply> {
    return this.client.post('/v1/changes/drafts', wish);
  }

  /** Drafts, reads, signs and proposes. */
  async propose(wish: ChangeWish): Promise<Reply> {
    const drafted = await this.draft(wish);
    if (drafted.status !== 201) return drafted;
    const { change, statement } = Draft.parse(drafted.body);
    const signed = {
      at: statement.at,
      head: statement.head,
      signature: await signStatement(statement, this.account),
    };
    return this.client.post('/v1/changes', { id: change.id, ...signed });
  }

  async approve(id: string): Promise<Reply> {
    return this.#answer(id, { decision: 'approve' });
  }

  async reject(id: string, reason: string): Promise<Reply> {
    return this.#answer(id, { decision: 'reject', reason });
  }

  async withdraw(id: string, reason: string): Promise<Reply> {
    return this.#answer(id, { decision: 'withdraw', reason });
  }

  /** Enrols a key by an invitation's token. The key signs its own enrolment as proof of possession. */
  async enrol(token: string, key: HDAccount, label?: string): Promise<Reply> {
    const drafted = await this.client.post('/v1/enrolments/drafts', {
      token,
      key: { kind: 'evm', address: key.address, ...(label !== undefined && { label }) },
    });
    if (drafted.status !== 201) return drafted;
    const { change, statement } = Draft.parse(drafted.body);
    const signed = { at: statement.at, head: statement.head, signature: await signStatement(statement, key) };
    return this.client.post('/v1/enrolments', { token, id: change.id, ...signed });
  }

  async #answer(id: string, given: Readonly<Record<string, string>>): Promise<Reply> {
    const asked = await this.client.get(
      `/v1/changes/${id}/statement?${new URLSearchParams(given).toString()}`,
    );
    if (asked.status !== 200) return asked;
    const statement = Statement.parse(asked.body);
    const signed = {
      at: statement.at,
      head: statement.head,
      signature: await signStatement(statement, this.account),
    };
    return this.client.post(`/v1/changes/${id}/answers`, { ...given, ...signed });
  }
}

/** Signs typed data, after checking that the digest shown is the digest of it. */
function signStatement(
  { typedData, digest }: z.output<typeof Statement>,
  account: HDAccount,
): Promise<`0x${string}`> {
  if (hashTypedData(typedData) !== digest)
    throw new Error('the digest shown is not the one of the typed data');
  return account.signTypedData(typedData);
}
