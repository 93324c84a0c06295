import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { bytesToHex, hashTypedData, type TypedDataDefinition } from 'viem';
import type { HDAccount } from 'viem/accounts';
import { createSiweMessage } from 'viem/siwe';
import { z } from 'zod';
import { ENDED } from '../src/domain/transfers/transfer.js';
import { fetchOnce } from './fetch-once.js';
import { wireTime } from './founding.js';
import { GoverningClient } from './governing-client.js';

export interface Reply {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface TransferWish {
  readonly safe: string;
  readonly asset: string;
  readonly destination: string;
  readonly amount: string;
  readonly reference: string;
  /** Seconds from now. */
  readonly expiresIn?: number;
}

const Statement = z.object({ typedData: z.custom<TypedDataDefinition>(), digest: z.string() });
const Clearance = z.object({ revision: z.int(), confirm: Statement.nullable(), reject: Statement });
const Cancel = z.looseObject({ confirm: Statement.nullable(), reject: Statement.nullable() });
const Revision = z.looseObject({ revision: z.int() });
const Expiring = z.looseObject({ expiresAt: z.string() });
const SignatureRequest = z.object({ typedData: z.custom<TypedDataDefinition>() });
const Body = z.record(z.string(), z.unknown());
/** Milliseconds; guards against a hang. The longest regular wait takes a minute. */
const PATIENCE_MS = 90_000;
/** What takes long is asked for more seldom: each question is a whole request. */
const [PAUSE_MS, LONGEST_PAUSE_MS] = [40, 150];

/** One person's client of the HTTP API, with their own key and no access beyond theirs. */
export class PersonClient {
  #cookie = '';

  constructor(
    private readonly origin: string,
    readonly name: string,
    private readonly keys: { readonly account: HDAccount; readonly owner: HDAccount | undefined },
  ) {}

  /** The session cookie, as the browser sends it once the person is signed in. */
  get cookie(): string {
    return this.#cookie;
  }

  /** Continues a session that was opened before. */
  resume(cookie: string): void {
    this.#cookie = cookie;
  }

  async signIn(chainId: number): Promise<void> {
    const { body } = await this.post('/v1/sessions/nonce', {});
    const now = Date.now();
    const message = createSiweMessage({
      domain: new URL(this.origin).host,
      address: this.keys.account.address,
      uri: this.origin,
      version: '1',
      chainId,
      nonce: z.string().parse(body['nonce']),
      issuedAt: new Date(now),
      expirationTime: new Date(now + 300_000),
    });
    const signature = await this.keys.account.signMessage({ message });
    const reply = await this.post('/v1/sessions', { message, signature });
    if (reply.status !== 201)
      throw new Error(`${this.name} could not sign in: ${JSON.stringify(reply.body)}`);
  }

  /** This person's side of governed change. */
  get changes(): GoverningClient {
    return new GoverningClient(this, this.keys.account);
  }

  get(path: string): Promise<Reply> {
    return this.#send('GET', path);
  }

  /** The exact text of an answer, for what is verified by its bytes. */
  async download(path: string): Promise<string> {
    const response = await fetchOnce(`${this.origin}${path}`, { headers: { cookie: this.#cookie } });
    if (response.status !== 200) throw new Error(`${String(response.status)}: ${await response.text()}`);
    return response.text();
  }

  post(path: string, body: unknown, key: string = randomUUID()): Promise<Reply> {
    return this.#send('POST', path, { body: JSON.stringify(body), key });
  }

  /** As `post`, with the exact bytes of the body. */
  postRaw(path: string, body: string, key: string = randomUUID()): Promise<Reply> {
    return this.#send('POST', path, { body, key });
  }

  /** A request with its signed intent, ready to be posted. */
  async signedRequest(wish: TransferWish): Promise<Readonly<Record<string, string>>> {
    const { expiresIn = 3600, ...named } = wish;
    const request = {
      ...named,
      salt: bytesToHex(randomBytes(32)),
      expiresAt: wireTime(Date.now() + expiresIn * 1000),
    };
    // What is asked for here is often to be refused, which is then to be seen.
    const query = new URLSearchParams({ ...request, decide: 'false' }).toString();
    const reply = await this.get(`/v1/intent-statement?${query}`);
    if (reply.status !== 200) throw new Error(`no intent to sign: ${JSON.stringify(reply.body)}`);
    return { ...request, signature: await this.#sign(reply.body, this.keys.account) };
  }

  async requestTransfer(wish: TransferWish): Promise<Reply> {
    return this.post('/v1/transfers', await this.signedRequest(wish));
  }

  async confirm(transferId: string): Promise<Reply> {
    const reply = await this.get(`/v1/transfers/${transferId}/clearance`);
    if (reply.status !== 200) return reply;
    const clearance = Clearance.parse(reply.body);
    if (!clearance.confirm) throw new Error(`${this.name} is to enter destination and amount first`);
    const signature = await this.#sign(clearance.confirm, this.keys.account);
    return this.post(`/v1/transfers/${transferId}/confirmations`, {
      decision: 'confirm',
      revision: clearance.revision,
      signature,
    });
  }

  /** Re-keys destination and amount from the ticket, before Sluice shows them. */
  async rekey(transferId: string, ticket: { destinationEnding: string; amount: string }): Promise<Reply> {
    const { revision } = Revision.parse((await this.get(`/v1/transfers/${transferId}`)).body);
    return this.post(`/v1/transfers/${transferId}/rekeyings`, { revision, ...ticket });
  }

  async reject(transferId: string, reason: string): Promise<Reply> {
    const query = new URLSearchParams({ reason }).toString();
    const clearance = Clearance.parse(
      (await this.get(`/v1/transfers/${transferId}/clearance?${query}`)).body,
    );
    const signature = await this.#sign(clearance.reject, this.keys.account);
    const { revision } = clearance;
    return this.post(`/v1/transfers/${transferId}/confirmations`, {
      decision: 'reject',
      revision,
      reason,
      signature,
    });
  }

  async except(
    transferId: string,
    exception: { rule: string; ceiling: string; reason: string; ticket: string },
  ): Promise<Reply> {
    const { expiresAt } = Expiring.parse((await this.get(`/v1/transfers/${transferId}`)).body);
    const statement = { ...exception, expiresAt };
    const query = new URLSearchParams(statement).toString();
    const reply = await this.get(`/v1/transfers/${transferId}/exception-statement?${query}`);
    const signature = await this.#sign(reply.body, this.keys.account);
    return this.post(`/v1/transfers/${transferId}/exceptions`, { ...statement, signature });
  }

  /** Signs the relayed Safe transaction with this person's owner key; `alter` is what a hostile signing page would do. */
  async signAsOwner(
    transferId: string,
    alter = (typedData: TypedDataDefinition) => typedData,
  ): Promise<Reply> {
    if (!this.keys.owner) throw new Error(`${this.name} holds no owner's key`);
    const { typedData } = SignatureRequest.parse(
      (await this.get(`/v1/transfers/${transferId}/signature-request`)).body,
    );
    const signature = await this.keys.owner.signTypedData(alter(typedData));
    return this.post(`/v1/transfers/${transferId}/owner-signatures`, {
      owner: this.keys.owner.address,
      signature,
    });
  }

  /** Answers the cancel of a relayed transfer. */
  async answerCancel(
    transferId: string,
    answer: { readonly decision: 'confirm' } | { readonly decision: 'reject'; readonly reason: string },
  ): Promise<Reply> {
    const query = answer.decision === 'reject' ? `?reason=${encodeURIComponent(answer.reason)}` : '';
    const reply = await this.get(`/v1/transfers/${transferId}/cancel${query}`);
    const statement = Cancel.safeParse(reply.body).data?.[answer.decision];
    if (!statement) return reply;
    const signature = await this.#sign(statement, this.keys.account);
    return this.post(`/v1/transfers/${transferId}/cancel/answers`, { ...answer, signature });
  }

  /** Signs the burn that cancels a transfer with this person's owner key. */
  async signBurn(transferId: string): Promise<Reply> {
    if (!this.keys.owner) throw new Error(`${this.name} holds no owner's key`);
    const reply = await this.get(`/v1/transfers/${transferId}/cancel/signature-request`);
    const { typedData } = SignatureRequest.parse(reply.body);
    const signature = await this.keys.owner.signTypedData(typedData);
    const body = { owner: this.keys.owner.address, signature };
    return this.post(`/v1/transfers/${transferId}/cancel/owner-signatures`, body);
  }

  /** Polls until the transfer is in one of the states; on timeout it fails with the state it is in. */
  async until(transferId: string, states: readonly string[]): Promise<Reply['body']> {
    const deadline = Date.now() + PATIENCE_MS;
    for (let pause = PAUSE_MS; ; pause = Math.min(pause * 1.3, LONGEST_PAUSE_MS)) {
      const { body } = await this.get(`/v1/transfers/${transferId}`);
      const state = z.string().parse(body['state']);
      if (states.includes(state)) return body;
      if (ENDED.some((each) => each === state) || Date.now() > deadline) {
        throw new Error(
          `${transferId} is ${state}, not ${states.join(' or ')}: ${JSON.stringify(body['evidence'])}`,
        );
      }
      await sleep(pause);
    }
  }

  /** Checks what it signs, as a careful person does: the digest shown must be the digest of the typed data. */
  #sign(statement: unknown, account: HDAccount): Promise<`0x${string}`> {
    const { typedData, digest } = Statement.parse(statement);
    if (hashTypedData(typedData) !== digest)
      throw new Error('the digest shown is not the one of the typed data');
    return account.signTypedData(typedData);
  }

  async #send(method: string, path: string, sent?: { body: string; key: string }): Promise<Reply> {
    const response = await fetchOnce(`${this.origin}${path}`, {
      method,
      headers: {
        ...(this.#cookie && { cookie: this.#cookie }),
        ...(sent && { 'content-type': 'application/json', 'idempotency-key': sent.key }),
      },
      ...(sent && { body: sent.body }),
    });
    const [cookie] = response.headers.getSetCookie();
    if (cookie !== undefined) this.#cookie = cookie.split(';', 1)[0] ?? '';
    const text = await response.text();
    return { status: response.status, body: text === '' ? {} : Body.parse(JSON.parse(text)) };
  }
}
