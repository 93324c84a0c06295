import { z } from 'zod';
import { isPublicChain } from '../domain/values/chains.js';
import { Quantity, SmallQuantity, Word } from '../infra/chain/rpc-answers.js';
import { MethodNotServed, type RpcEndpoint, RpcProvider } from '../infra/chain/rpc-provider.js';
import { type Finding, fail, lookedAt, ok, warn } from './finding.js';
import { QUESTIONS } from './provider-questions.js';

const TIMEOUT_MS = 10_000;
/** In seconds: as far as heads may lie apart before nobody is believed. */
const OLD_HEAD = 60;
const OLD_FINAL = 30 * 60;

const Head = z.looseObject({
  hash: Word,
  number: Quantity,
  timestamp: SmallQuantity,
  baseFeePerGas: Quantity,
});
type Head = z.output<typeof Head>;

/** What one provider was found to be. */
export interface SeenProvider {
  readonly provider: RpcProvider;
  /** Null if it did not show one. */
  readonly head: Head | null;
  /** Which of the engines' methods it lacks. */
  readonly lacking: readonly string[];
  readonly findings: readonly Finding[];
}

/** Asks one provider everything that it will be asked, in forms that change nothing. */
export async function seenProvider(
  endpoint: RpcEndpoint,
  chainId: number,
  now: number,
): Promise<SeenProvider> {
  const provider = new RpcProvider(endpoint, TIMEOUT_MS);
  const check = `provider ${endpoint.name}`;
  const unseen = (finding: Finding): SeenProvider => ({
    ...{ provider, head: null, lacking: [], findings: [finding] },
  });
  const todo = 'See that its URL in RPC_URLS is right, that it runs, and that this machine may ask it.';
  try {
    const id = await provider.request('eth_chainId', [], SmallQuantity);
    if (id !== chainId)
      return unseen(
        fail(
          check,
          `It is on chain ${String(id)}, not ${String(chainId)}.`,
          'Set the URL of a node of CHAIN_ID.',
        ),
      );
    const head = await provider.request('eth_getBlockByNumber', ['latest', false], Head);
    const { lacking, findings } = await methodsOf(provider, check, head);
    const ages = isPublicChain(chainId) ? [headAge(check, head, now)] : [];
    const final = await lookedAt(`${check} finalized`, 'Use a node that follows finality.', () =>
      finality({ provider, check, chainId, now }),
    );
    const answers = ok(check, `It answers, on chain ${String(chainId)}, at block ${head.number.toString()}.`);
    return { provider, head, lacking, findings: [answers, ...ages, ...final, ...findings] };
  } catch (error) {
    return unseen(fail(check, `${error instanceof Error ? error.message : 'it did not answer'}.`, todo));
  }
}

function headAge(check: string, { timestamp }: Head, now: number): Finding {
  const age = now - timestamp;
  const name = `${check} head`;
  if (age > OLD_HEAD)
    return warn(name, `Its newest block is ${String(age)} seconds old.`, 'Let it catch up with the chain.');
  if (age < -OLD_HEAD)
    return warn(
      name,
      `Its newest block is ${String(-age)} seconds ahead of this machine.`,
      "Set this machine's clock.",
    );
  return ok(name, `Its newest block is ${String(Math.max(age, 0))} seconds old.`);
}

interface Asked {
  readonly provider: RpcProvider;
  readonly check: string;
  readonly chainId: number;
  readonly now: number;
}

async function finality({ provider, check, chainId, now }: Asked): Promise<Finding[]> {
  const final = await provider.request('eth_getBlockByNumber', ['finalized', false], Head);
  const age = now - final.timestamp;
  const words = `It knows what is final: block ${final.number.toString()}.`;
  if (!isPublicChain(chainId) || age <= OLD_FINAL) return [ok(`${check} finalized`, words)];
  const late = `Its final block is ${String(Math.floor(age / 60))} minutes old, so nothing settles.`;
  return [
    warn(`${check} finalized`, late, 'Let it catch up; if all say so, the chain itself does not finalize.'),
  ];
}

async function methodsOf(
  provider: RpcProvider,
  check: string,
  head: Head,
): Promise<{ lacking: string[]; findings: Finding[] }> {
  const [lacking, missing, failing]: [string[], string[], string[]] = [[], [], []];
  for (const { method, isOfEngine, ask } of QUESTIONS) {
    try {
      await ask(provider, head);
    } catch (error) {
      if (!(error instanceof MethodNotServed)) failing.push(method);
      else (isOfEngine ? lacking : missing).push(method);
    }
  }
  const name = `${check} methods`;
  const findings: Finding[] = [];
  if (missing.length > 0)
    findings.push(
      fail(
        name,
        `It does not serve ${missing.join(', ')}.`,
        'Use a node or a plan that does (docs/runbook.md).',
      ),
    );
  if (failing.length > 0)
    findings.push(
      fail(
        name,
        `It does not answer these as Sluice asks: ${failing.join(', ')}.`,
        'Use another node, or its newest version (docs/runbook.md).',
      ),
    );
  if (lacking.length > 0)
    findings.push(
      warn(
        name,
        `It does not serve ${lacking.join(', ')}.`,
        'The others must make up for it: two engines, and two providers behind each part of a simulation.',
      ),
    );
  if (findings.length === 0)
    findings.push(ok(name, `It serves all ${String(QUESTIONS.length)} that are asked.`));
  return { lacking, findings };
}
