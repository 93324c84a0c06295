import { createBlockHeader } from '@ethereumjs/block';
import type { Common } from '@ethereumjs/common';
import type { EVMResult, Log as EvmLog } from '@ethereumjs/evm';
import { bytesToHex, createAccount, createAddressFromString, hexToBytes } from '@ethereumjs/util';
import { DomainError } from '../../domain/errors.js';
import type { Effects, Log } from '../../domain/simulation/effects.js';
import { type ExecCall, execCall, overridesOf } from '../../domain/simulation/exec-call.js';
import type { BlockHeader } from '../../domain/simulation/header.js';
import type { SimulatedExecution } from '../../domain/simulation/simulator.js';
import { addressFromHex } from '../../domain/values/address.js';
import { parseBytes32 } from '../../domain/values/hex.js';
import { treeEffects } from '../node-engines/call-tree.js';
import { chainRules } from './chain-rules.js';
import { FrameEvm } from './frame-evm.js';
import { JournaledState } from './journaled-state.js';
import type { ProvenState } from './proven-state.js';
import { traceEffects } from '../node-engines/trace-effects.js';

/**
 * Runs the execution on proven state in this process. Deterministic.
 * @throws DomainError RPC_DISAGREE if state that the run needs contradicts the block
 */
export async function executeLocally(execution: SimulatedExecution, proven: ProvenState): Promise<Effects> {
  const header = await proven.header();
  checkBlock(execution, header);
  const common = chainRules(execution.chainId, header);
  const state = new JournaledState(proven, overridesOf(execution));
  const evm = new FrameEvm(common, state, proven);
  const call = execCall(execution);
  await payForGas(state, call);
  warmUp(evm, call, header);
  const result = await evm.runCall({
    block: { header: blockContext(header, common) },
    caller: createAddressFromString(call.from),
    to: createAddressFromString(call.to),
    data: hexToBytes(call.data),
    gasLimit: call.gas - intrinsicGas(call.data),
    gasPrice: call.gasPrice,
    origin: createAddressFromString(call.from),
  });
  await destroy(state, result);
  const tree = { ...treeEffects(evm.frames), logs: (result.execResult.logs ?? []).map(logOf) };
  return traceEffects(tree, await state.difference(execution.executor), execution);
}

/** Requires that the execution's block equals the header in every field that code can see. */
function checkBlock({ block }: SimulatedExecution, header: BlockHeader): void {
  const same =
    header.number === block.number &&
    header.stateRoot === block.stateRoot &&
    header.miner === block.coinbase &&
    header.mixHash === block.prevRandao &&
    header.baseFeePerGas === block.baseFeePerGas &&
    header.gasLimit === block.gasLimit &&
    header.timestamp === BigInt(block.timestamp);
  if (!same) throw new DomainError('RPC_DISAGREE', 'the block is not the one of its header');
}

function blockContext(header: BlockHeader, common: Common) {
  return {
    number: header.number,
    coinbase: createAddressFromString(header.miner),
    timestamp: header.timestamp,
    difficulty: 0n,
    prevRandao: hexToBytes(header.mixHash),
    gasLimit: header.gasLimit,
    baseFeePerGas: header.baseFeePerGas,
    getBlobGasPrice: () =>
      createBlockHeader({ excessBlobGas: header.excessBlobGas ?? 0n }, { common }).getBlobGasPrice(),
  };
}

/** Charges the sender for all gas before the transaction runs; unused gas is refunded afterwards. */
async function payForGas(state: JournaledState, { from, gas, gasPrice }: ExecCall): Promise<void> {
  const sender = createAddressFromString(from);
  const account = (await state.getAccount(sender)) ?? createAccount({});
  const cost = gas * gasPrice;
  if (account.balance < cost) {
    throw new DomainError('SIMULATION_UNAVAILABLE', 'the executor cannot pay for the gas');
  }
  account.balance -= cost;
  await state.putAccount(sender, account);
}

/** EIP-2929 and EIP-3651: the accounts that are warm before the first instruction. */
function warmUp(evm: FrameEvm, { from, to }: ExecCall, header: BlockHeader): void {
  const accounts = [from, to, header.miner].map((account) => account.toLowerCase());
  for (const account of [...accounts, ...evm.precompiles.keys()]) evm.journal.addAlwaysWarmAddress(account);
}

// Yellow paper, appendix G, and EIP-2028: what a call costs before it starts.
function intrinsicGas(data: `0x${string}`): bigint {
  const bytes = hexToBytes(data);
  const zeros = bytes.filter((byte) => byte === 0).length;
  return 21_000n + 4n * BigInt(zeros) + 16n * BigInt(bytes.length - zeros);
}

/** EIP-6780: only a contract created by the same transaction is destroyed. */
async function destroy(state: JournaledState, { execResult }: EVMResult): Promise<void> {
  for (const account of execResult.selfdestruct?.keys() ?? []) {
    if (!execResult.createdAddresses?.has(account)) continue;
    await state.clearStorage(createAddressFromString(account));
    await state.deleteAccount(createAddressFromString(account));
  }
}

function logOf([address, topics, data]: EvmLog): Log {
  return {
    address: addressFromHex(bytesToHex(address)),
    topics: topics.map((topic) => parseBytes32(bytesToHex(topic))),
    data: bytesToHex(data),
  };
}
