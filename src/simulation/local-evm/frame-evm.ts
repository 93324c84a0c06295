import { EVM, type EVMRunCallOpts, type EVMResult, NobleBN254 } from '@ethereumjs/evm';
import type { Common, StateManagerInterface } from '@ethereumjs/common';
import { type Address as EvmAddress, bytesToHex } from '@ethereumjs/util';
import { type Hex, numberToHex, pad, slice } from 'viem';
import { type Address, ZERO_ADDRESS, addressFromHex } from '../../domain/values/address.js';
import type { Bytes32 } from '../../domain/values/hex.js';
import type { Frame } from '../node-engines/call-tree.js';

type Kind = Frame['type'];

interface OpenFrame extends Frame {
  calls: Frame[];
}

/** Gives the hashes of blocks before this one. */
export interface PastBlocks {
  blockHash(number: bigint): Promise<Bytes32>;
}

// The instructions that enter a frame. Recorded here, because the EVM's messages do not tell a CALL from a STATICCALL
// inside a static frame.
const ENTERING: ReadonlyMap<number, Kind> = new Map([
  [0xf0, 'CREATE'],
  [0xf1, 'CALL'],
  [0xf2, 'CALLCODE'],
  [0xf4, 'DELEGATECALL'],
  [0xf5, 'CREATE2'],
  [0xfa, 'STATICCALL'],
]);
const SELFDESTRUCT = 0xff;

/** The EVM of ethereumjs, recording each frame in the form of a node's call trace. */
export class FrameEvm extends EVM {
  #kind: Kind = 'CALL';
  readonly #open: OpenFrame[] = [];
  #top: Frame | undefined;

  constructor(common: Common, stateManager: StateManagerInterface, past: PastBlocks) {
    // oxlint-disable-next-line typescript/no-deprecated -- createEVM makes the class itself, not a subclass
    super({ common, stateManager, bn254: new NobleBN254(), blockchain: blockchainOf(past) });
  }

  /** The frame of the whole call, once it was run. */
  get frames(): Frame {
    if (!this.#top) throw new Error('nothing was run yet');
    return this.#top;
  }

  override async runCall(options: EVMRunCallOpts): Promise<EVMResult> {
    const frame = this.#enter(options);
    const result = await super.runCall(options);
    const { exceptionError, returnValue } = result.execResult;
    frame.output = bytesToHex(returnValue);
    if (exceptionError) frame.error = exceptionError.error;
    if (result.createdAddress) frame.to = addressOf(result.createdAddress);
    this.#open.pop();
    return result;
  }

  // Called by the super constructor, before this class has fields or private methods.
  override getActiveOpcodes(): ReturnType<EVM['getActiveOpcodes']> {
    const opcodes = super.getActiveOpcodes();
    for (const [opcode, kind] of ENTERING) {
      watch(this._opcodeMap, opcode, () => {
        this.#kind = kind;
      });
    }
    watch(this._opcodeMap, SELFDESTRUCT, (runState) => {
      const { address, contract } = runState.interpreter._env;
      const [beneficiary = 0n] = runState.stack.peek(1);
      this.#open.at(-1)?.calls.push({
        type: 'SELFDESTRUCT',
        from: addressOf(address),
        to: addressOfWord(beneficiary),
        value: contract.balance,
        input: '0x',
      });
    });
    return opcodes;
  }

  #enter({ message, caller, to, value, data }: EVMRunCallOpts): OpenFrame {
    const frame: OpenFrame = message
      ? { ...this.#parties(message), value: message.value, input: bytesToHex(message.data), calls: [] }
      : {
          type: 'CALL',
          from: addressOf(caller),
          to: addressOf(to),
          value: value ?? 0n,
          input: bytesToHex(data ?? new Uint8Array(0)),
          calls: [],
        };
    const parent = this.#open.at(-1);
    if (parent) parent.calls.push(frame);
    else this.#top = frame;
    this.#open.push(frame);
    return frame;
  }

  #parties(message: NonNullable<EVMRunCallOpts['message']>): Pick<Frame, 'type' | 'from' | 'to'> {
    const type = this.#kind;
    const { caller, to } = message;
    switch (type) {
      case 'CREATE':
      case 'CREATE2':
        return { type, from: addressOf(caller) };
      case 'DELEGATECALL':
        return { type, from: addressOf(to), to: addressOf(message.codeAddress) };
      case 'CALLCODE':
        return { type, from: addressOf(caller), to: addressOf(message.codeAddress) };
      case 'CALL':
      case 'STATICCALL':
      case 'SELFDESTRUCT':
        return { type, from: addressOf(caller), to: addressOf(to) };
    }
  }
}

/** Wraps an instruction, so that it reports before it runs. */
function watch(opcodes: EVM['_opcodeMap'], opcode: number, note: (runState: RunState) => void): void {
  const entry = opcodes[opcode];
  if (!entry) throw new Error('the EVM lacks an instruction');
  const handler = entry.opHandler;
  opcodes[opcode] = {
    ...entry,
    opHandler: (runState, common) => {
      note(runState);
      return handler(runState, common);
    },
  };
}

type RunState = Parameters<EVM['_opcodeMap'][number]['opHandler']>[0];

function blockchainOf(past: PastBlocks) {
  const chain = {
    getBlock: async (number: number) => {
      const hash = await past.blockHash(BigInt(number));
      return { hash: () => Buffer.from(hash.slice(2), 'hex') };
    },
    putBlock: () => Promise.resolve(),
    shallowCopy: () => chain,
  };
  return chain;
}

function addressOf(address: EvmAddress | undefined): Address {
  return address ? addressFromHex(address.toString()) : ZERO_ADDRESS;
}

function addressOfWord(word: bigint): Address {
  const hex: Hex = slice(pad(numberToHex(word), { size: 32 }), 12);
  return addressFromHex(hex);
}
