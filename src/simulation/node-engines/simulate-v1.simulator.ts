import { Injectable } from '@nestjs/common';
import { numberToHex } from 'viem';
import { DomainError } from '../../domain/errors.js';
import { type Effects, effectsOf } from '../../domain/simulation/effects.js';
import { revertReason } from '../../domain/simulation/revert-reason.js';
import {
  type SimulationReport,
  type SimulationRequest,
  Simulator,
} from '../../domain/simulation/simulator.js';
import { Providers } from '../../infra/chain/providers.js';
import { splitNativeLogs } from './native-logs.js';
import { rpcCall, rpcOverrides } from './rpc-call.js';
import { SimulatedBlocks, type SimulatedBlock, type SimulatedCall } from './simulated-block.js';
import { safeSlotChanges, stateReads, tokenChanges } from './state-reads.js';

// Reads are free calls without a sender, so that the executor's balance does not matter.
const READ_GAS = numberToHex(200_000);

/**
 * `eth_simulateV1`: one block with the same reads before and after the transaction. It reports native moves, logs, the
 * Safe's own slots and the token's balances, all by other means than a trace.
 */
@Injectable()
export class SimulateV1Simulator extends Simulator {
  override readonly engine = 'eth_simulateV1';

  constructor(private readonly providers: Providers) {
    super();
  }

  override async simulate(request: SimulationRequest): Promise<SimulationReport> {
    const { provider: name, block } = request;
    const reads = stateReads(request).map(({ to, data }) => ({ to, data, gas: READ_GAS }));
    const simulation = {
      blockStateCalls: [
        {
          blockOverrides: {
            feeRecipient: block.coinbase,
            baseFeePerGas: numberToHex(block.baseFeePerGas),
            prevRandao: block.prevRandao,
          },
          stateOverrides: rpcOverrides(request),
          calls: [...reads, rpcCall(request), ...reads],
        },
      ],
      traceTransfers: true,
      validation: false,
    };
    const answer = await this.providers
      .named(name)
      .request('eth_simulateV1', [simulation, { blockHash: block.hash }], SimulatedBlocks);
    const effects = effectsIn(this.#block(answer, request), reads.length, request);
    return { kind: 'answered', engine: this.engine, provider: name, blockHash: block.hash, effects };
  }

  #block(blocks: readonly SimulatedBlock[], request: SimulationRequest): SimulatedBlock {
    const [block] = blocks;
    const { number, hash } = request.block;
    // anvil gives the simulated block no parent and its base's number; geth gives both correctly.
    const onTop = block?.parentHash === null || block?.parentHash === hash;
    const inPlace = block?.number === number || block?.number === number + 1n;
    if (block && blocks.length === 1 && onTop && inPlace) return block;
    throw new DomainError('SIMULATORS_DISAGREE', 'the simulated block does not stand on the agreed block');
  }
}

function effectsIn(block: SimulatedBlock, reads: number, request: SimulationRequest): Effects {
  const before = block.calls.slice(0, reads).map(readAnswer);
  const transaction = block.calls[reads];
  const after = block.calls.slice(reads + 1).map(readAnswer);
  if (!transaction || before.length !== after.length) {
    throw new DomainError(
      'RPC_UNAVAILABLE',
      'the simulated block does not hold the calls that were asked for',
    );
  }
  if (!transaction.succeeded) {
    return effectsOf({ outcome: 'revert', reason: revertReason(transaction.returnData) }, {});
  }
  const { nativeChanges, logs } = splitNativeLogs(transaction.logs);
  return effectsOf(
    { outcome: 'success' },
    {
      nativeChanges,
      logs,
      safeSlots: safeSlotChanges(before, after),
      ...(request.movement?.asset.kind === 'erc20' && { tokenChanges: tokenChanges(before, after, request) }),
    },
  );
}

function readAnswer(call: SimulatedCall): `0x${string}` {
  if (call.succeeded && call.logs.length === 0) return call.returnData;
  throw new DomainError('RPC_UNAVAILABLE', 'a read beside the simulated transaction failed');
}
