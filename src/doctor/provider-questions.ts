import { type Hex, numberToHex } from 'viem';
import { z } from 'zod';
import { logsIn } from '../infra/chain/log-ranges.js';
import { Bytes, FeeHistoryAnswer, ProofAnswer, Quantity } from '../infra/chain/rpc-answers.js';
import type { RpcProvider } from '../infra/chain/rpc-provider.js';
import { addressFromHex } from '../domain/values/address.js';

/** A block as the provider shows it. */
interface SeenBlock {
  readonly hash: Hex;
  readonly number: bigint;
}

export interface Question {
  readonly method: string;
  /** One that only an engine of the simulation asks: another may take its place. */
  readonly isOfEngine: boolean;
  readonly ask: (provider: RpcProvider, block: SeenBlock) => Promise<unknown>;
}

// An address that nobody has.
const PROBE = addressFromHex('0x00000000000000000000000000000000d0c70d0c');
const NOTHING = numberToHex(0, { size: 32 });
// PUSH1 42, PUSH1 0, MSTORE, PUSH1 32, PUSH1 0, RETURN: what an overridden account is to answer.
const ANSWERS_42 = '0x602a60005260206000f3';
const FORTY_TWO = numberToHex(42, { size: 32 });
const SPAN = 1_999n;

const anything = z.unknown();
const object = z.looseObject({});

function needed(method: string, ask: Question['ask']): Question {
  return { method, isOfEngine: false, ask };
}

function ofEngine(method: string, ask: Question['ask']): Question {
  return { method, isOfEngine: true, ask };
}

/** An error of the method itself is an answer too: the method is there. */
async function served(asked: Promise<unknown>): Promise<unknown> {
  return asked.catch((error: unknown) => {
    if (error instanceof Error && / answered with error /.test(error.message)) return null;
    throw error;
  });
}

/** What is asked of a provider while transfers are examined, sent and followed, in forms that change nothing. */
export const QUESTIONS: readonly Question[] = [
  needed('eth_getBlockByHash', (provider, { hash }) =>
    provider.request('eth_getBlockByHash', [hash, false], object),
  ),
  needed('eth_getProof', (provider, { hash }) =>
    provider.request('eth_getProof', [PROBE, [NOTHING], { blockHash: hash }], ProofAnswer),
  ),
  needed('eth_getCode', (provider, { hash }) =>
    provider.request('eth_getCode', [PROBE, { blockHash: hash }], Bytes),
  ),
  needed('eth_getBalance', (provider, { number }) =>
    provider.request('eth_getBalance', [PROBE, numberToHex(number)], Quantity),
  ),
  needed('eth_getTransactionCount', (provider, { number }) =>
    provider.request('eth_getTransactionCount', [PROBE, numberToHex(number)], Quantity),
  ),
  needed('eth_call with overrides', (provider, { hash }) => {
    const call = [{ to: PROBE, data: '0x' }, { blockHash: hash }, { [PROBE]: { code: ANSWERS_42 } }];
    return provider.request('eth_call', call, z.literal(FORTY_TWO));
  }),
  needed('eth_estimateGas', (provider, { number }) =>
    served(provider.request('eth_estimateGas', [{ from: PROBE, to: PROBE }, numberToHex(number)], anything)),
  ),
  needed('eth_feeHistory', (provider, { number }) =>
    provider.request('eth_feeHistory', [numberToHex(10), numberToHex(number), [50]], FeeHistoryAnswer),
  ),
  needed('eth_getLogs', (provider, { number }) =>
    logsIn(provider, { address: PROBE }, { from: number > SPAN ? number - SPAN : 0n, to: number }),
  ),
  needed('eth_getBlockReceipts', (provider, { hash }) =>
    provider.request('eth_getBlockReceipts', [hash], z.array(anything)),
  ),
  needed('eth_getTransactionReceipt', (provider) =>
    provider.request('eth_getTransactionReceipt', [NOTHING], z.null()),
  ),
  needed('eth_getTransactionByHash', (provider) =>
    provider.request('eth_getTransactionByHash', [NOTHING], z.null()),
  ),
  needed('eth_getTransactionByBlockHashAndIndex', (provider, { hash }) =>
    served(provider.request('eth_getTransactionByBlockHashAndIndex', [hash, numberToHex(0xffff)], anything)),
  ),
  // No transaction: it is refused by whoever serves the method.
  needed('eth_sendRawTransaction', (provider) => provider.hand('0x00')),
  ofEngine('debug_traceCall', (provider, { hash }) => {
    const tracer = { tracer: 'callTracer', tracerConfig: { withLog: true } };
    const call = [{ from: PROBE, to: PROBE }, { blockHash: hash }, tracer];
    return provider.request('debug_traceCall', call, object);
  }),
  ofEngine('debug_traceTransaction', (provider) =>
    served(provider.request('debug_traceTransaction', [NOTHING, { tracer: 'callTracer' }], anything)),
  ),
  ofEngine('eth_simulateV1', (provider, { hash }) => {
    const simulation = { blockStateCalls: [{ calls: [{ from: PROBE, to: PROBE }] }], traceTransfers: true };
    return provider.request('eth_simulateV1', [simulation, { blockHash: hash }], z.array(object).min(1));
  }),
];
