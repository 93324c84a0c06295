import pc from 'picocolors';
import { z } from 'zod';
import type { PersonClient } from './person-client.js';
import type { Sandbox } from './sandbox.js';

export type Say = (line: string) => void;
type Gate = (name: string, words: string) => void;
/** Who acts, in what. */
type Cast = Pick<Sandbox, 'founding' | 'person'>;

const State = z.looseObject({
  state: z.string(),
  decision: z.object({
    policyVersion: z.int(),
    tier: z.looseObject({ name: z.string() }).nullable(),
    reasons: z.array(z.unknown()),
  }),
  simulations: z.array(
    z.object({ verdict: z.string(), blockNumber: z.string(), effectsDigest: z.string().nullable() }),
  ),
  evidence: z.looseObject({
    cleared: z.looseObject({ safeTxHash: z.string(), nonce: z.string() }).optional(),
    execution: z.looseObject({ transactionHash: z.string(), blockNumber: z.string() }).optional(),
  }),
});

/** A transfer, or why there is none. */
const Created = z.looseObject({ id: z.string().optional(), detail: z.string().optional() });
const Waiting = z.looseObject({
  state: z.string(),
  words: z.string().nullable(),
  waitsFor: z
    .looseObject({
      sentence: z.string(),
      behind: z.looseObject({ transfer: z.string() }).nullable(),
      freeze: z.looseObject({}).nullable(),
    })
    .nullable(),
});

/** Plays one transfer through every gate, with each person's own key, and says which gate it is at. */
export async function playTransfer(sandbox: Cast, say: Say): Promise<void> {
  const { safes, assets, destinations } = sandbox.founding;
  const [tessa, ada, rita] = ['Tessa', 'Ada', 'Rita'].map((name) => sandbox.person(name));
  if (!tessa || !ada || !rita) throw new Error('the cast is not complete');
  const gate: Gate = (name, words) => {
    say(`  ${pc.green('✓')} ${name.padEnd(14)} ${words}`);
  };
  const wish = {
    safe: id(safes),
    asset: id(assets),
    destination: id(destinations),
    amount: '11',
    reference: 'Refill hot wallet 1',
  };
  const created = await tessa.requestTransfer(wish);
  const { id: transfer, detail } = Created.parse(created.body);
  if (transfer === undefined) throw new Error(detail);
  gate('requested', `Tessa signed the intent: 11 ETH from Cold 1 to Hot wallet 1 (${transfer})`);
  const [before, ...more] = await hindrance(tessa, transfer);
  if (before !== undefined) {
    await expectStatus(
      tessa.post(`/v1/transfers/${transfer}/cancel`, { reason: 'only a demonstration' }),
      200,
    );
    say(`  ${pc.yellow('!')} ${'withdrawn'.padEnd(14)} ${before}`);
    for (const line of more) say(`    ${''.padEnd(14)} ${line}`);
    return;
  }

  await sayExamined(tessa, transfer, gate);
  for (const person of [ada, rita]) {
    await expectStatus(person.confirm(transfer), 201);
    gate('confirmed', `${person.name} signed the clearance`);
  }
  await tessa.until(transfer, ['relayed', 'signed', 'submitted', 'executed']);
  gate('relayed', 'the gate looked at everything again: policy, Safe, nonce, simulation, signatures');
  for (const name of ['Otto', 'Omar', 'Orson']) {
    await expectStatus(sandbox.person(name).signAsOwner(transfer), 201);
    gate('owner signed', `${name}: EIP-712, verified against the cleared hash`);
  }
  const executed = State.parse(await tessa.until(transfer, ['executed', 'settled']));
  const { execution } = executed.evidence;
  gate(
    'executed',
    `block ${execution?.blockNumber ?? ''}, ${execution?.transactionHash ?? ''}, sent by the relayer`,
  );
  await tessa.until(transfer, ['settled']);
  gate('settled', 'what the chain did is what was approved');
}

/** What the gates before people are asked found. */
async function sayExamined(tessa: PersonClient, transfer: string, gate: Gate): Promise<void> {
  const cleared = State.parse(await tessa.until(transfer, ['awaiting-confirmation']));
  const { decision, simulations, evidence } = cleared;
  gate(
    'decided',
    `policy ${String(decision.policyVersion)}, ${String(decision.reasons.length)} checks, tier ${decision.tier?.name ?? ''}`,
  );
  gate(
    'hashed',
    `safeTxHash ${evidence.cleared?.safeTxHash ?? ''}: own code, protocol-kit and the Safe agree`,
  );
  const simulated = simulations.at(-1);
  gate(
    'simulated',
    `3 engines on 2 providers, one on proven state, at block ${simulated?.blockNumber ?? ''}: ${simulated?.verdict ?? ''}`,
  );
}

/** Why it will not go on by itself: a freeze, a used-up limit, or another transfer in the lane of its Safe. */
async function hindrance(person: PersonClient, id: string): Promise<readonly string[]> {
  let at = id;
  for (;;) {
    const { state, words, waitsFor } = Waiting.parse((await person.get(`/v1/transfers/${at}`)).body);
    if (waitsFor?.behind) {
      at = waitsFor.behind.transfer;
      continue;
    }
    const sentence = waitsFor ? [waitsFor.sentence] : [];
    if (at !== id)
      return [`another transfer waits for the same Safe: ${at}, ${state}`, words ?? '', ...sentence];
    return state === 'needs-exception' || waitsFor?.freeze ? sentence : [];
  }
}

/** The Safe transaction that Bybit's owners signed (nonce aside), brought to Sluice as a proposal. */
export async function playAttack(sandbox: Cast, say: Say): Promise<void> {
  const reply = await sandbox
    .person('Tessa')
    .post('/v1/safe-transactions/inspect', bybitProposal(id(sandbox.founding.safes)));
  const { verdict, code, reason } = z
    .object({ verdict: z.string(), code: z.string(), reason: z.string() })
    .parse(reply.body);
  if (verdict !== 'REFUSE' || code !== 'OP_DELEGATECALL')
    throw new Error(`the Bybit transaction was not refused: ${code}`);
  say(`  ${pc.red('✗')} ${'refused'.padEnd(14)} ${code}: ${reason}`);
}

/** Bybit, 21 February 2025: to, data and operation as executed (transaction 0x46deef0f…d7882). */
export function bybitProposal(safe: string) {
  const zero = '0x0000000000000000000000000000000000000000';
  return {
    safe,
    transaction: {
      to: '0x96221423681A6d52E184D440a8eFCEbB105C7242',
      value: '0',
      data: `0xa9059cbb000000000000000000000000bdd077f651ebe7f7b3ce16fe5f2b025be2969516${'0'.repeat(64)}`,
      operation: 1,
      safeTxGas: '45746',
      baseGas: '0',
      gasPrice: '0',
      gasToken: zero,
      refundReceiver: zero,
      nonce: '71',
    },
  };
}

function id(list: readonly { id: string }[]): string {
  const [first] = list;
  if (!first) throw new Error('the founding document is empty');
  return first.id;
}

async function expectStatus(
  reply: Promise<{ status: number; body: unknown }>,
  status: number,
): Promise<void> {
  const actual = await reply;
  if (actual.status !== status) throw new Error(`expected ${String(status)}: ${JSON.stringify(actual.body)}`);
}
