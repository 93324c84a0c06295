import fc from 'fast-check';
import { type Hex, keccak256, numberToHex } from 'viem';
import { attacks } from '../vectors/attacks.js';
import { mappingAt } from '../../src/domain/assets/balance-layout.js';
import type { Asset, Erc20Asset } from '../../src/domain/assets/asset.js';
import type { SupportedSafeVersion } from '../../src/domain/safes/onboarding.js';
import {
  type Call,
  type EffectSections,
  SECTIONS,
  type Section,
  effectsOf,
} from '../../src/domain/simulation/effects.js';
import { approvedHashSignatures, ascending } from '../../src/domain/simulation/exec-call.js';
import { type Expectation, expectedEffects } from '../../src/domain/simulation/expected-effects.js';
import { buildSafeTransaction } from '../../src/domain/transfers/safe-transaction.js';
import { safeTxDigests } from '../../src/domain/transfers/safe-tx-hash.js';
import { addressFromHex } from '../../src/domain/values/address.js';
import { amountOf } from '../../src/domain/values/amount.js';
import { parseBytes32 } from '../../src/domain/values/hex.js';
import { parseId } from '../../src/domain/values/identifier.js';
import { type ExecutionTrace, executionRecord } from '../../src/domain/reconciliation/execution-record.js';
import { type ApprovedExecution, judgeExecution } from '../../src/domain/reconciliation/judge-execution.js';

export const { world } = attacks;
const { chainId } = world;
export const { safe } = world;
export const word = (value: bigint) => parseBytes32(numberToHex(value, { size: 32 }));
export const stranger = addressFromHex('0xbad0000000000000000000000000000000000001');
export const hot = addressFromHex('0xf3a9c1d4e5b60718293a4b5c6d7e8f9001122334');
export const singleton = addressFromHex('0x41675c099f32341bf84bfc5382af534df5c7461a');
const handler = addressFromHex('0xfd0732dc9e303f09fcef3a7388ad10a83459ec99');
export const ecrecover = addressFromHex(numberToHex(1n, { size: 20 }));

const id = parseId('ast', 'ast_01890a5d-ac96-774b-bcce-b302099a8057');
export const coin: Asset = { kind: 'native', id, chainId, symbol: 'ETH', decimals: 18 };
export const token: Erc20Asset = {
  ...{ kind: 'erc20', id, chainId, symbol: 'USDC', decimals: 6, balances: mappingAt(9), proxy: null },
  address: addressFromHex('0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48'),
  codeHash: parseBytes32(keccak256('0x01')),
};

const proxied: Erc20Asset = {
  ...token,
  proxy: { kind: 'eip1967', implementation: singleton, codeHash: parseBytes32(keccak256('0x02')) },
};

interface Release {
  readonly version?: SupportedSafeVersion;
  readonly l2?: boolean;
  readonly signatures?: Hex;
}

/** As many owners as the threshold, who approved on the chain: that needs no key. */
export const onChain = approvedHashSignatures(ascending(world.owners).slice(0, world.threshold));

export interface Approved extends Expectation {
  readonly request: ApprovedExecution;
}

export function approved(
  asset: Asset,
  { version = '1.4.1', l2 = false, signatures = onChain }: Release = {},
): Approved {
  const movement = { asset, destination: hot, amount: amountOf(1_000n) };
  const transaction = buildSafeTransaction(movement, 42n);
  const { digest: safeTxHash } = safeTxDigests(transaction, chainId, safe);
  const code = { version, l2, singleton };
  const request = {
    ...{ chainId, safe, transaction, movement, safeTxHash, code },
    ...{ owners: world.owners, threshold: world.threshold, fallbackHandler: handler },
  };
  const owners = ascending(world.owners).slice(0, world.threshold);
  return { ...expectedEffects({ ...request, owners, executor: stranger }, code, signatures), request };
}

/** All sections of an outcome, to be changed one at a time. */
export function sectionsOf({ effects }: Expectation): EffectSections {
  const entries = SECTIONS.map((section): [Section, unknown] => [section, effects[section] ?? []]);
  return Object.fromEntries(entries) as unknown as EffectSections;
}

/** What the chain shows of the approved execution: each signature is checked by the precompile. */
export function executed(expected: Expectation): EffectSections {
  const sections = sectionsOf(expected);
  const [entry, logic, ...inner] = sections.calls;
  if (!entry || !logic) throw new Error('an execution has an entry and runs the singleton');
  const check: Call = {
    ...{ depth: 2, kind: 'STATICCALL', from: safe, to: ecrecover, value: 0n, input: '0x00', failed: false },
  };
  return { ...sections, calls: [entry, logic, check, check, check, ...inner] };
}

export const success = { outcome: 'success' } as const;
const traceOf = (sections: Partial<EffectSections>): ExecutionTrace => ({
  effects: effectsOf(success, sections),
  callOfLog: (sections.logs ?? []).map(() => 1),
});
export const judgedTrace = (trace: ExecutionTrace, request: ApprovedExecution) =>
  judgeExecution(executionRecord(trace, { ...request, singleton: request.code.singleton }), request);
export const judged = (sections: Partial<EffectSections>, { request }: Approved) =>
  judgedTrace(traceOf(sections), request);
export const reasonsOf = async (sections: Partial<EffectSections>, expected: Approved) =>
  (await judged(sections, expected)).reasons;

export const cases = [
  ['native, Safe 1.4.1', approved(coin)],
  ['native, Safe 1.3.0', approved(coin, { version: '1.3.0' })],
  ['token, Safe 1.4.1', approved(token)],
  ['token, Safe 1.3.0', approved(token, { version: '1.3.0' })],
  ['native, Safe 1.5.0', approved(coin, { version: '1.5.0' })],
  ['token behind a proxy, SafeL2 1.5.0', approved(proxied, { version: '1.5.0', l2: true })],
  ['native, SafeL2 1.3.0', approved(coin, { version: '1.3.0', l2: true })],
] as const;
export const anyApproved = fc.constantFrom(...cases.map(([, expected]) => expected));
