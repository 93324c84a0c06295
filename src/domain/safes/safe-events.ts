import {
  type Hex,
  decodeAbiParameters,
  keccak256,
  parseAbiParameters,
  size,
  slice,
  stringToBytes,
} from 'viem';
import { type Address, addressFromHex } from '../values/address.js';
import { type Bytes32, parseBytes32 } from '../values/hex.js';

/** A log emitted by the Safe, as the chain stores it. */
export interface SafeLog {
  readonly topics: readonly Bytes32[];
  readonly data: Hex;
  readonly transactionHash: Bytes32;
}

/** What one log says about who controls the Safe. */
export type PastEvent =
  | ({ readonly kind: 'setup' } & Setup)
  /** Logged only by SafeToL2Setup and migrations. A bare write to slot 0 logs nothing. */
  | { readonly kind: 'singleton-changed'; readonly transactionHash: Bytes32; readonly singleton: Address }
  | { readonly kind: 'executed'; readonly transactionHash: Bytes32 }
  /** Received coin, and the L2 variants' copy of a transaction's fields. They change nothing. */
  | { readonly kind: 'harmless' }
  /** Anything else, by its name or topic. */
  | { readonly kind: 'tainting'; readonly name: string };

export interface Setup {
  readonly transactionHash: Bytes32;
  readonly owners: readonly Address[];
  readonly threshold: bigint;
  /** The target of the delegatecall in `setup`, or zero. */
  readonly initializer: Address;
  readonly fallbackHandler: Address;
}

// Events of Safe.sol and its bases, 1.3.0 to 1.5.0. Which arguments are indexed differs, but the topic does not.
const HARMLESS = [
  'SafeReceived(address,uint256)',
  'SafeMultiSigTransaction(address,uint256,bytes,uint8,uint256,uint256,uint256,address,address,bytes,bytes)',
];
const EXECUTED = ['ExecutionSuccess(bytes32,uint256)', 'ExecutionFailure(bytes32,uint256)'];
const SETUP = 'SafeSetup(address,address[],uint256,address,address)';
const MASTER_COPY = 'ChangedMasterCopy(address)';
const TAINTING = [
  ...['AddedOwner(address)', 'RemovedOwner(address)', 'ChangedThreshold(uint256)'],
  ...['EnabledModule(address)', 'DisabledModule(address)'],
  ...['ExecutionFromModuleSuccess(address)', 'ExecutionFromModuleFailure(address)'],
  'SafeModuleTransaction(address,address,uint256,bytes,uint8)',
  ...['ChangedGuard(address)', 'ChangedModuleGuard(address)', 'ChangedFallbackHandler(address)'],
  ...['ApproveHash(bytes32,address)', 'SignMsg(bytes32)'],
];

const NAMES: ReadonlyMap<Bytes32, string> = new Map(
  [...HARMLESS, ...EXECUTED, SETUP, MASTER_COPY, ...TAINTING].map((signature) => [
    parseBytes32(keccak256(stringToBytes(signature))),
    signature,
  ]),
);

const SETUP_DATA = parseAbiParameters(
  'address[] owners, uint256 threshold, address initializer, address fallbackHandler',
);

export function pastEvent(log: SafeLog): PastEvent {
  const { transactionHash } = log;
  const [topic] = log.topics;
  const name = topic && NAMES.get(topic);
  if (name === undefined) return { kind: 'tainting', name: `an unknown event ${topic ?? 'without a topic'}` };
  if (HARMLESS.includes(name)) return { kind: 'harmless' };
  if (EXECUTED.includes(name)) return { kind: 'executed', transactionHash };
  if (name === SETUP) return setup(log);
  if (name === MASTER_COPY && size(log.data) === 32) {
    return { kind: 'singleton-changed', transactionHash, singleton: addressFromHex(slice(log.data, 12)) };
  }
  return { kind: 'tainting', name: name.slice(0, name.indexOf('(')) };
}

function setup({ data, transactionHash }: SafeLog): PastEvent {
  try {
    const [owners, threshold, initializer, fallbackHandler] = decodeAbiParameters(SETUP_DATA, data);
    return {
      kind: 'setup',
      transactionHash,
      owners: owners.map(addressFromHex),
      threshold,
      initializer: addressFromHex(initializer),
      fallbackHandler: addressFromHex(fallbackHandler),
    };
  } catch {
    return { kind: 'tainting', name: 'a SafeSetup that cannot be read' };
  }
}

/** Every address that the logs contain, in a topic or a word of data: candidates for hidden owners. */
export function addressesIn(logs: readonly SafeLog[]): readonly Address[] {
  const words = logs.flatMap(({ topics, data }) => [
    ...topics.slice(1),
    ...(data.slice(2).match(/[0-9a-f]{64}/g) ?? []).map((word) => `0x${word}`),
  ]);
  const found = words.filter((word) => /^0x0{24}[0-9a-f]{40}$/.test(word) && BigInt(word) > SMALL_NUMBER);
  return [...new Set(found.map((word) => addressFromHex(`0x${word.slice(26)}`)))];
}

// Amounts, lengths and offsets are words too. No key has an address this small.
const SMALL_NUMBER = 2n ** 96n;
