// What somebody writes who has nothing but the published document: the types are generated from it, and this program is
// type-checked with them by `generated-client.e2e.spec.ts`. It is no part of the project's own type check, because the
// types exist only while that test runs.
import createClient, { type Client } from 'openapi-fetch';
import type { components, paths } from '../../../.cache/generated-client/api.js';

type Schemas = components['schemas'];
type TransferState = Schemas['TransferDetail']['state'];

/** One person's keys, in the wallets that hold them. */
export interface Wallets {
  /** An EIP-4361 message with its signature by the confirmation key. */
  signIn(nonce: string): Promise<Schemas['OpenSession']>;
  /** By the confirmation key. */
  sign(statement: Schemas['Statement']): Promise<string>;
  /** By the key of an owner of the Safe. */
  signAsOwner(request: Schemas['SignatureRequest']): Promise<Schemas['CreateOwnerSignature']>;
}

export interface Played {
  readonly transfer: Schemas['TransferDetail'];
  readonly states: readonly TransferState[];
  readonly transactionHash: string;
}

/** A call that must be answered well. */
function answered<T>({ data, error }: { data?: T; error?: Schemas['Problem'] }): T {
  if (data !== undefined) return data;
  throw new Error(`${error?.code ?? 'no answer'}: ${error?.detail ?? ''}`);
}

const keyed = (): { 'Idempotency-Key': string } => ({ 'Idempotency-Key': crypto.randomUUID() });

/** A client with the session of one person. */
async function signedIn(origin: string, wallets: Wallets): Promise<Client<paths>> {
  let cookie = '';
  const client = createClient<paths>({ baseUrl: origin });
  client.use({
    onRequest({ request }) {
      request.headers.set('connection', 'close');
      if (cookie !== '') request.headers.set('cookie', cookie);
      return request;
    },
    onResponse({ response }) {
      cookie = response.headers.getSetCookie()[0]?.split(';', 1)[0] ?? cookie;
    },
  });
  const { nonce } = answered(await client.POST('/v1/sessions/nonce'));
  answered(await client.POST('/v1/sessions', { body: await wallets.signIn(nonce) }));
  return client;
}

/** Asks until the transfer is in the state, and says through which others it went. */
async function until(client: Client<paths>, id: string, wanted: TransferState, seen: TransferState[]) {
  const deadline = Date.now() + 90_000;
  for (;;) {
    const transfer = answered(await client.GET('/v1/transfers/{id}', { params: { path: { id } } }));
    if (seen.at(-1) !== transfer.state) seen.push(transfer.state);
    if (transfer.state === wanted) return transfer;
    if (Date.now() > deadline) throw new Error(`the transfer is ${transfer.state} and not ${wanted}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function requested(client: Client<paths>, wallets: Wallets): Promise<string> {
  const safes = answered(await client.GET('/v1/safes'));
  const assets = answered(await client.GET('/v1/assets'));
  const destinations = answered(await client.GET('/v1/destinations', { params: { query: {} } }));
  const [safe, destination] = [safes.data[0], destinations.data[0]];
  const asset = assets.data.find((each) => each.kind === 'native');
  if (!safe || !asset || !destination) throw new Error('nothing to send, or nowhere to');
  const decimals: 18 = asset.decimals;
  const intent = {
    safe: safe.id,
    asset: asset.id,
    destination: destination.id,
    amount: `1.${'0'.repeat(decimals - 1)}1`,
    reference: 'By a generated client',
    salt: `0x${Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('hex')}`,
    expiresAt: new Date(Date.now() + 3_600_000).toISOString().replace(/\.\d+/, ''),
  };
  const statement = answered(await client.GET('/v1/intent-statement', { params: { query: intent } }));
  const signature = await wallets.sign(statement);
  const transfer = answered(
    await client.POST('/v1/transfers', { params: { header: keyed() }, body: { ...intent, signature } }),
  );
  return transfer.id;
}

async function confirmed(client: Client<paths>, id: string, wallets: Wallets): Promise<void> {
  const path = { id };
  const clearance = answered(await client.GET('/v1/transfers/{id}/clearance', { params: { path } }));
  if (!clearance.confirm) throw new Error('destination and amount are to be entered first');
  const signature = await wallets.sign(clearance.confirm);
  const body: Schemas['CreateConfirmation'] = {
    decision: 'confirm',
    revision: clearance.revision,
    signature,
  };
  answered(
    await client.POST('/v1/transfers/{id}/confirmations', { params: { path, header: keyed() }, body }),
  );
}

async function ownerSigned(client: Client<paths>, id: string, wallets: Wallets): Promise<void> {
  const path = { id };
  const request = answered(await client.GET('/v1/transfers/{id}/signature-request', { params: { path } }));
  const body = await wallets.signAsOwner(request);
  answered(
    await client.POST('/v1/transfers/{id}/owner-signatures', { params: { path, header: keyed() }, body }),
  );
}

/** The evidence is told apart by its state: what only some states have is there only in these. */
function executedIn({ evidence }: Schemas['TransferDetail']): string {
  // @ts-expect-error -- most states have no execution
  const unknown: unknown = evidence.execution;
  if (evidence.state !== 'settled') throw new Error(`no execution of ${evidence.state}: ${String(unknown)}`);
  return evidence.execution.transactionHash;
}

/** Refusals are as typed as answers: the code is of the closed list. */
async function refusedCode(client: Client<paths>): Promise<Schemas['ErrorCode'] | undefined> {
  const path = { id: 'tr_01890a5d-ac96-774b-bcce-b302099a8057' };
  const { error } = await client.GET('/v1/transfers/{id}', { params: { path } });
  // @ts-expect-error -- no such code
  if (error?.code === 'NO_SUCH_CODE') return undefined;
  return error?.code;
}

/** What a typed client keeps its user from. None of it is called. */
export async function mistakes(client: Client<paths>): Promise<unknown[]> {
  const params = { path: { id: 'tr_1' }, header: keyed() };
  return [
    // @ts-expect-error -- no such path
    await client.GET('/v1/transfer'),
    // @ts-expect-error -- no such state
    await client.GET('/v1/changes', { params: { query: { state: 'done' } } }),
    await client.POST('/v1/transfers/{id}/confirmations', {
      params,
      // @ts-expect-error -- a rejection has a reason
      body: { decision: 'reject', revision: 1, signature: '0x' },
    }),
    // @ts-expect-error -- an act that is done once needs its key
    await client.POST('/v1/freezes', { body: { scope: 'all', reason: 'alarm' } }),
  ];
}

/** A whole transfer, from its request until it is settled. */
export async function playTransfer(
  origin: string,
  people: { readonly requester: Wallets; readonly confirmer: Wallets; readonly owners: readonly Wallets[] },
  mine: () => Promise<void>,
): Promise<Played & { readonly refused: string | undefined }> {
  const requester = await signedIn(origin, people.requester);
  const id = await requested(requester, people.requester);
  const states: TransferState[] = [];
  await until(requester, id, 'awaiting-confirmation', states);
  await confirmed(await signedIn(origin, people.confirmer), id, people.confirmer);
  await until(requester, id, 'relayed', states);
  for (const owner of people.owners) await ownerSigned(await signedIn(origin, owner), id, owner);
  await until(requester, id, 'executed', states);
  await mine();
  const transfer = await until(requester, id, 'settled', states);
  return { transfer, states, transactionHash: executedIn(transfer), refused: await refusedCode(requester) };
}
