import { type Abi, type Hex, concat, encodeFunctionData, parseAbi, slice } from 'viem';
import type { ErrorCode } from '../errors.js';
import type { Proposal, Verdict } from '../transfers/inspect.js';
import { transferCalldata } from '../transfers/safe-transaction.js';
import { addressFromHex } from '../values/address.js';
import { amountOf } from '../values/amount.js';
import { parseBytes32, parseHex } from '../values/hex.js';
import { EVIL, HOT, LIMIT, LOOKALIKE, NEXT_NONCE, SAFE, TOKEN, goodTransaction } from './test-world.js';

/** One attack that the live path must refuse, with the expected code. */
export interface BuiltInAttack {
  readonly name: string;
  readonly proposal: Proposal;
  readonly verdict: Verdict;
  readonly code: ErrorCode | null;
}

// Signatures with keys of the development mnemonic, made by viem. The first three are by the test world's owners over
// the good transaction's hash. The others are by one of them: over another hash, by eth_sign, and with high s.
const SIGNED_BY_FIRST: Hex =
  '0xdf86a7e3048ca3474fac265a3fa761265179c76862fbd1812e37922fcb254c192afbc51d9c96dc47b747e924facfa596370c9a4a5b3a08fd3b4490e2f8317d541b';
const SIGNED_BY_SECOND: Hex =
  '0xef5fbc79e9ad364adaff6b2343ab504615c3b1227e669d6138249b113f1fac543a89fcf65329e2896baf9cdc20416446a96f367f10510cdc8473df7388a67b3e1c';
const SIGNED_BY_THIRD: Hex =
  '0x28101971000cce14ef1b3c3c4e6859cf06f541d6ea7c92dbdb21ff534bfaff4e74fbf47d8fede261c53d78b7ad1cd92f1cd42e78320f5a33adbf23d178dfebf51b';
const OVER_ANOTHER_HASH: Hex =
  '0xeff12173e4496cd0134fae2c47f0b32fe99b4ff5f7bacf44d175434aa96d2e737fd9cf8cfc62a2eb9c417baaca1b834278a533561ff4732d9aea55c47857959a1c';
const BY_ETH_SIGN: Hex =
  '0x66d0e02c9b48c46ef9f31d39a2eacdecb90da06d72cdcbae99251f956af0455c4849257e9c18dd2b1b47938e66a9d6f02f7e3066987dcbb74efc4ae2c2b5f5351f';
const WITH_HIGH_S: Hex =
  '0xef5fbc79e9ad364adaff6b2343ab504615c3b1227e669d6138249b113f1fac54c5760309acd61d7694506323dfbe9bb8113fa6679ef7935f3b5e7f19478fc6031b';

const SIGNED = concat([SIGNED_BY_FIRST, SIGNED_BY_SECOND, SIGNED_BY_THIRD]);

/** The control that must be accepted. Otherwise the refusals below would prove nothing. */
export const CONTROL: Proposal = { transaction: goodTransaction(), signatures: SIGNED };

function call(signature: string, ...args: readonly unknown[]): Hex {
  const abi: Abi = parseAbi([`function ${signature}`] as readonly string[]);
  return parseHex(
    encodeFunctionData({ abi, args, functionName: signature.slice(0, signature.indexOf('(')) }),
  );
}

const CALL_ONLY = addressFromHex('0x9641d764fc13c8b624c04430c7356c1c7c8102e2');
const MULTI_SEND = addressFromHex('0x38869bf66a61cf6bdb996a6ae40d5853fd43b526');

// One record that pays the hot wallet 1 wei, as MultiSend packs it.
const CLEAN_RECORD: Hex = `0x00${HOT.slice(2)}${'0'.repeat(63)}1${'0'.repeat(64)}`;
const batch = (...records: readonly Hex[]): Hex => call('multiSend(bytes b)', concat(['0x', ...records]));

type Row = readonly [name: string, code: ErrorCode, change: Partial<Proposal['transaction']>];

// The first is Bybit's: to, data and operation as executed on 21 February 2025, at the test world's nonce.
const BY_TRANSACTION: readonly Row[] = [
  [
    'Bybit: a delegatecall dressed as a transfer',
    'OP_DELEGATECALL',
    {
      to: addressFromHex('0x96221423681a6d52e184d440a8efcebb105c7242'),
      data: `0xa9059cbb000000000000000000000000bdd077f651ebe7f7b3ce16fe5f2b025be2969516${'0'.repeat(64)}`,
      operation: 1,
      safeTxGas: 45746n,
    },
  ],
  [
    'WazirX: a delegatecall to an upgrade helper',
    'OP_DELEGATECALL',
    {
      to: addressFromHex('0xfbffef83b1c172fe3bc86c1ccb036ab9f3efcaf2'),
      data: '0x804e1f0a000000000000000000000000ef279c2ab14960aa319008cbea384b9f8ac35fc6',
      operation: 1,
    },
  ],
  [
    'Radiant: a plain call that gives ownership away',
    'SELECTOR_NOT_ALLOWED',
    {
      to: addressFromHex('0x091d52cace1edc5527c99cdcfa6937c1635330e4'),
      data: '0xf2fde38b00000000000000000000000057ba8957ed2ff2e7ae38f4935451e81ce1eefbf5',
    },
  ],
  ['an operation that does not exist', 'OP_UNKNOWN', { operation: 2 }],
  [
    'an owner added',
    'SELF_CALL',
    { to: SAFE, data: call('addOwnerWithThreshold(address o, uint256 t)', EVIL, 1n) },
  ],
  ['a module enabled', 'SELF_CALL', { to: SAFE, data: call('enableModule(address m)', EVIL) }],
  ['an allowance', 'SELECTOR_NOT_ALLOWED', { data: call('approve(address s, uint256 n)', EVIL, LIMIT) }],
  ['a batch', 'MULTISEND_NOT_ALLOWED', { to: CALL_ONLY, operation: 1, data: batch(CLEAN_RECORD) }],
  [
    'a batch by MultiSend',
    'MULTISEND_NOT_CALLONLY',
    { to: MULTI_SEND, operation: 1, data: batch(CLEAN_RECORD) },
  ],
  ['a batch by a plain call', 'MULTISEND_BY_CALL', { to: CALL_ONLY, data: batch(CLEAN_RECORD) }],
  ['an empty batch', 'MULTISEND_EMPTY', { to: CALL_ONLY, operation: 1, data: batch() }],
  [
    'a batch within a batch',
    'MULTISEND_NESTED',
    { to: CALL_ONLY, operation: 1, data: batch(concat(['0x00', CALL_ONLY, slice(CLEAN_RECORD, 21)])) },
  ],
  [
    'a record hidden behind a batch',
    'MULTISEND_NOT_CANONICAL',
    { to: CALL_ONLY, operation: 1, data: batch(CLEAN_RECORD, slice(CLEAN_RECORD, 0, 53)) },
  ],
  [
    'a stranger paid by a batch',
    'BATCH_RECIPIENT',
    {
      to: CALL_ONLY,
      operation: 1,
      data: batch(CLEAN_RECORD, concat(['0x00', EVIL, slice(CLEAN_RECORD, 21)])),
    },
  ],
  ['bytes behind a transfer', 'CALLDATA_NOT_CANONICAL', { data: `${goodTransaction().data}00` as Hex }],
  ['native coin with a token transfer', 'VALUE_WITH_DATA', { value: 1n }],
  ['data with a native transfer', 'NATIVE_WITH_DATA', { to: HOT, value: 1n }],
  [
    'a token that calls itself USDC',
    'TOKEN_NOT_PINNED',
    { to: addressFromHex('0xfa4e000000000000000000000000000000000001') },
  ],
  ['a transfer of nothing', 'AMOUNT_ZERO', { data: transferCalldata(HOT, amountOf(0n)) }],
  ['one unit above the limit', 'LIMIT_PER_TX', { data: transferCalldata(HOT, amountOf(LIMIT + 1n)) }],
  ['a stranger', 'DEST_NOT_ALLOWED', { data: transferCalldata(EVIL, amountOf(1n)) }],
  ['the token contract as destination', 'DEST_NOT_ALLOWED', { data: transferCalldata(TOKEN, amountOf(1n)) }],
  [
    'a refund drain',
    'GAS_REFUND',
    { baseGas: 10_000_000_000n, gasPrice: 1_000_000_000n, refundReceiver: EVIL },
  ],
  ['a nonce that can be burnt', 'SAFE_TX_GAS', { safeTxGas: 45_746n }],
  ['a nonce in stock', 'NONCE_MISMATCH', { nonce: NEXT_NONCE + 1n }],
];

const BY_CIRCUMSTANCE: readonly BuiltInAttack[] = [
  refused('another chain', 'CHAIN_MISMATCH', { chainId: 137 }),
  refused('another Safe', 'SAFE_MISMATCH', { safe: EVIL }),
  refused('a Safe before 1.3.0', 'SAFE_VERSION_UNSUPPORTED', { version: '1.1.1' }),
  {
    name: 'an address that looks like the hot wallet',
    proposal: { transaction: goodTransaction({ data: transferCalldata(LOOKALIKE, amountOf(1n)) }) },
    verdict: 'REFUSE_AND_ALERT',
    code: 'DEST_LOOKALIKE',
  },
  {
    name: 'a hash that is not that of the fields',
    proposal: {
      transaction: goodTransaction(),
      given: { eip712Digest: parseBytes32(`0x${'bd'.repeat(32)}`) },
    },
    verdict: 'FREEZE',
    code: 'HASH_MISMATCH',
  },
  {
    name: "Bybit: an owner's signature over another transaction",
    proposal: {
      transaction: goodTransaction(),
      signatures: concat([SIGNED_BY_FIRST, SIGNED_BY_SECOND, OVER_ANOTHER_HASH]),
    },
    verdict: 'FREEZE',
    code: 'SIG_MISMATCH',
  },
  signed('a bare hash signed by eth_sign', 'SIG_TYPE', [SIGNED_BY_FIRST, SIGNED_BY_SECOND, BY_ETH_SIGN]),
  signed('the second form of a signature', 'SIG_HIGH_S', [SIGNED_BY_FIRST, WITH_HIGH_S, SIGNED_BY_THIRD]),
  signed('one owner twice', 'SIG_DUPLICATE', [SIGNED_BY_FIRST, SIGNED_BY_FIRST, SIGNED_BY_SECOND]),
  signed('owners out of order', 'SIG_ORDER', [SIGNED_BY_SECOND, SIGNED_BY_FIRST, SIGNED_BY_THIRD]),
  signed('bytes behind the signatures', 'SIG_LENGTH', [SIGNED, '0xdeadbeef']),
];

/** One attack for every rule of the reading. They are constants, because a file could be emptied. */
export const BUILT_IN_ATTACKS: readonly BuiltInAttack[] = [
  ...BY_TRANSACTION.map(([name, code, change]) => ({
    name,
    proposal: { transaction: goodTransaction(change) },
    verdict: 'REFUSE' as const,
    code,
  })),
  ...BY_CIRCUMSTANCE,
];

function refused(name: string, code: ErrorCode, claim: Partial<Proposal>): BuiltInAttack {
  return { name, code, verdict: 'REFUSE', proposal: { transaction: goodTransaction(), ...claim } };
}

function signed(name: string, code: ErrorCode, pieces: readonly Hex[]): BuiltInAttack {
  return refused(name, code, { signatures: concat(pieces) });
}
