import { type Address, addressFromHex } from '../../values/address.js';
import { printUtc, unixSeconds } from '../../values/time.js';
import type { Meaning } from './effect.js';
import { type CallScene, type KnownFunction, caller, count, known, target, who } from './known-function.js';
import { nativeSum, tokenAt, tokenSum } from './names.js';

// What wallets and tokens take for "without limit": the greatest uint256, Permit2's uint160, and uint96 (UNI, COMP).
// Whatever is beyond 2^128 is more than there is of any token.
const MAX_UINT96 = (1n << 96n) - 1n;
const MORE_THAN_ANY = (1n << 128n) - 1n;

function isUnlimited(units: bigint): boolean {
  return units === MAX_UINT96 || units >= MORE_THAN_ANY;
}

const LATER = 'at any later time, outside all limits of Sluice';

/** Functions that move tokens, or let others move them (THREATS 4.2). */
export const TOKEN_FUNCTIONS: readonly KnownFunction[] = [
  known('transfer', 'address to, uint256 amount', ([to, amount], scene) => moves(scene, to, amount)),
  known('push', 'address to, uint256 amount', ([to, amount], scene) => moves(scene, to, amount)),
  known('transferAndCall', 'address to, uint256 amount', ([to, amount], scene) => runs(scene, to, amount)),
  known('transferAndCall', 'address to, uint256 amount, bytes data', ([to, amount], scene) =>
    runs(scene, to, amount),
  ),
  known('send', 'address to, uint256 amount, bytes data', ([to, amount], scene) => runs(scene, to, amount)),
  known('transferFrom', 'address from, address to, uint256 amount', ([from, to, amount], scene) =>
    takes(scene, from, to, amount),
  ),
  known('move', 'address from, address to, uint256 amount', ([from, to, amount], scene) =>
    takes(scene, from, to, amount),
  ),
  known('pull', 'address from, uint256 amount', ([from, amount], scene) => ({
    action: 'transfer-from',
    words: `moves ${tokenSum(amount, scene.to, scene.names).words} from ${who(from, scene)} to ${caller(scene)}`,
    ...tokenParts(scene, amount),
  })),
  ...['transferWithAuthorization', 'receiveWithAuthorization'].map((name) =>
    known(
      name,
      'address from, address to, uint256 amount, uint256 validAfter, uint256 validBefore, bytes32 nonce, uint8 v, bytes32 r, bytes32 s',
      ([from, to, amount], scene) => takes(scene, from, to, amount),
    ),
  ),
  known('approve', 'address spender, uint256 amount', ([spender, amount], scene) =>
    allows(scene, { spender, amount }),
  ),
  known('increaseAllowance', 'address spender, uint256 amount', ([spender, amount], scene) =>
    allows(scene, { spender, amount, more: true }),
  ),
  known('increaseApproval', 'address spender, uint256 amount', ([spender, amount], scene) =>
    allows(scene, { spender, amount, more: true }),
  ),
  known('decreaseAllowance', 'address spender, uint256 amount', ([spender, amount], scene) => ({
    action: 'allow',
    words: `lets ${who(spender, scene)} spend ${tokenSum(amount, scene.to, scene.names).words} of ${caller(scene)} less than before`,
    ...tokenParts(scene, amount),
    spender: addressFromHex(spender),
  })),
  known('approveAndCall', 'address spender, uint256 amount, bytes data', ([spender, amount], scene) => {
    const meaning = allows(scene, { spender, amount });
    return { ...meaning, words: `${meaning.words}, and runs that account's code at once` };
  }),
  known(
    'permit',
    'address owner, address spender, uint256 amount, uint256 deadline, uint8 v, bytes32 r, bytes32 s',
    ([owner, spender, amount], scene) => allows(scene, { spender, amount, owner }),
  ),
  known(
    'permit',
    'address holder, address spender, uint256 nonce, uint256 expiry, bool allowed, uint8 v, bytes32 r, bytes32 s',
    ([owner, spender, , , allowed], scene) =>
      allows(scene, { spender, amount: allowed ? MORE_THAN_ANY : 0n, owner }),
  ),
  known(
    'approve',
    'address token, address spender, uint160 amount, uint48 expiration',
    ([token, spender, amount, until], scene) =>
      allows(scene, { spender, amount, token, through: 'Permit2', until }),
  ),
  known(
    'permit',
    'address owner, ((address token, uint160 amount, uint48 expiration, uint48 nonce) details, address spender, uint256 sigDeadline) permitSingle, bytes signature',
    ([owner, { details, spender }], scene) =>
      allows(scene, {
        ...{ spender, owner, amount: details.amount, token: details.token },
        ...{ through: 'Permit2', until: details.expiration },
      }),
  ),
  known(
    'transferFrom',
    'address from, address to, uint160 amount, address token',
    ([from, to, amount, token], scene) =>
      takes({ ...scene, to: addressFromHex(token) }, from, to, amount, ' by its leave in Permit2'),
  ),
  known('setApprovalForAll', 'address operator, bool approved', ([operator, approved], scene) => ({
    action: 'allow-all',
    words: approved
      ? `lets ${who(operator, scene)} move every piece of the collection ${target(scene)} that ${caller(scene)} has or will have, ${LATER}`
      : `takes from ${who(operator, scene)} the leave to move the pieces of the collection ${target(scene)}`,
    isUnlimited: approved,
    spender: addressFromHex(operator),
  })),
  known('authorizeOperator', 'address operator', ([operator], scene) => ({
    action: 'allow-all',
    words: `lets ${who(operator, scene)} move all of the token ${target(scene)} that ${caller(scene)} has or will have, ${LATER}`,
    isUnlimited: true,
    spender: addressFromHex(operator),
  })),
  known('safeTransferFrom', 'address from, address to, uint256 id', ([from, to, id], scene) =>
    piece(scene, from, to, `the piece number ${id.toString()}`),
  ),
  known('safeTransferFrom', 'address from, address to, uint256 id, bytes data', ([from, to, id], scene) =>
    piece(scene, from, to, `the piece number ${id.toString()}`),
  ),
  known(
    'safeTransferFrom',
    'address from, address to, uint256 id, uint256 amount, bytes data',
    ([from, to, id, amount], scene) =>
      piece(scene, from, to, `${amount.toString()} of the piece number ${id.toString()}`),
  ),
  known(
    'safeBatchTransferFrom',
    'address from, address to, uint256[] ids, uint256[] amounts, bytes data',
    ([from, to, ids, amounts], scene) => piece(scene, from, to, pieces(ids, amounts)),
  ),
  known('mint', 'address to, uint256 amount', ([to, amount], scene) => ({
    action: 'transfer',
    words: `makes ${tokenSum(amount, scene.to, scene.names).words} anew for ${who(to, scene)}`,
    ...tokenParts(scene, amount),
    destination: addressFromHex(to),
  })),
  known('burn', 'uint256 amount', ([amount], scene) => burns(scene, caller(scene), amount)),
  ...['burn', 'burnFrom'].map((name) =>
    known(name, 'address from, uint256 amount', ([from, amount], scene) =>
      burns(scene, who(from, scene), amount),
    ),
  ),
  known('deposit', '', (_args, scene) => {
    const { words, amount, asset } = nativeSum(scene.value, scene.names);
    return {
      action: 'wrap',
      words: `deposits ${words} at ${target(scene)}, as one wraps coin`,
      amount,
      asset,
    };
  }),
  known('withdraw', 'uint256 amount', ([amount], scene) => ({
    action: 'unwrap',
    words: `withdraws ${tokenSum(amount, scene.to, scene.names).words}, as one unwraps coin`,
    ...tokenParts(scene, amount),
  })),
];

function tokenParts(
  { to, names }: CallScene,
  units: bigint,
): { readonly amount: string; readonly asset: string } {
  const { amount, asset } = tokenSum(units, to, names);
  return { amount, asset };
}

function burns(scene: CallScene, whose: string, units: bigint): Meaning {
  const { words, amount, asset } = tokenSum(units, scene.to, scene.names);
  return { action: 'transfer', words: `destroys ${words} of ${whose}`, amount, asset };
}

function moves(scene: CallScene, to: string, units: bigint): Meaning {
  const { words, amount, asset } = tokenSum(units, scene.to, scene.names);
  return {
    action: 'transfer',
    words: `moves ${words} to ${who(to, scene)}`,
    amount,
    asset,
    destination: addressFromHex(to),
  };
}

function runs(scene: CallScene, to: string, units: bigint): Meaning {
  const meaning = moves(scene, to, units);
  return { ...meaning, words: `${meaning.words}, and runs that account's code at once` };
}

/** The same bytes mean an amount of a token, and one piece of a collection. Only the registry tells them apart. */
function takes(scene: CallScene, from: string, to: string, units: bigint, how = ''): Meaning {
  const { words, amount, asset } = tokenSum(units, scene.to, scene.names);
  const isEither = how === '' && tokenAt(scene.to, scene.names) === undefined;
  const either = isEither ? `, or the piece number ${units.toString()} if it is a collection,` : '';
  return {
    action: 'transfer-from',
    words: `moves ${words}${either} from ${who(from, scene)} to ${who(to, scene)}${how}`,
    ...{ amount, asset },
    destination: addressFromHex(to),
  };
}

function piece(scene: CallScene, from: string, to: string, what: string): Meaning {
  return {
    action: 'transfer-from',
    words: `moves ${what} of the collection ${target(scene)} from ${who(from, scene)} to ${who(to, scene)}`,
    destination: addressFromHex(to),
  };
}

const PIECES_SHOWN = 8;

function pieces(ids: readonly bigint[], amounts: readonly bigint[]): string {
  const each = ids
    .slice(0, PIECES_SHOWN)
    .map((id, at) => `${(amounts[at] ?? 0n).toString()} of the piece number ${id.toString()}`);
  const more = ids.length - each.length;
  return [...each, ...(more > 0 ? [count(more, 'more kind')] : [])].join(', ') || 'no piece';
}

interface Leave {
  readonly spender: string;
  readonly amount: bigint;
  /** Whose token it is, if another's than the caller's may be. */
  readonly owner?: string;
  readonly token?: string;
  readonly through?: string;
  readonly until?: number;
  readonly more?: boolean;
}

function allows(scene: CallScene, leave: Leave): Meaning {
  const { spender, amount, owner, more } = leave;
  const token: Address | null = leave.token === undefined ? scene.to : addressFromHex(leave.token);
  const parts = tokenSum(amount, token, scene.names);
  const whose = owner === undefined ? caller(scene) : who(owner, scene);
  const through = leave.through === undefined ? '' : ` through ${leave.through}`;
  const isEndless = isUnlimited(amount);
  const common = {
    action: 'allow' as const,
    ...{ amount: parts.amount, asset: parts.asset, isUnlimited: isEndless },
    spender: addressFromHex(spender),
  };
  if (amount === 0n && more !== true) {
    const words = `ends the leave of ${who(spender, scene)} to spend ${parts.of} of ${whose}${through}`;
    return { ...common, words: `${words}${pieceToo(scene, leave, false)}` };
  }
  const sum = isEndless
    ? `an unlimited amount of ${parts.of}`
    : `${more === true ? '' : 'up to '}${parts.words}`;
  const until = leave.until === undefined ? LATER : untilWords(leave.until);
  const words = `lets ${who(spender, scene)} spend ${sum} of ${whose}${through}${more === true ? ' more than before' : ''}, ${until}`;
  return { ...common, words: `${words}${pieceToo(scene, leave, isEndless)}` };
}

/** Permit2 counts in seconds, and takes 0 for "in this block alone". */
function untilWords(seconds: number): string {
  return `${endWords(seconds)}, outside all limits of Sluice`;
}

function endWords(seconds: number): string {
  if (seconds === 0) return 'in the same block';
  return seconds > LAST_SECOND ? 'without end' : `until ${printUtc(unixSeconds(seconds))}`;
}

const LAST_SECOND = 253_402_300_799; // the end of the year 9999

function pieceToo({ to, names }: CallScene, leave: Leave, isEndless: boolean): string {
  const isEither =
    leave.owner === undefined && leave.token === undefined && leave.more !== true && !isEndless;
  if (!isEither || tokenAt(to, names) !== undefined) return '';
  return `; if it is a collection, lets it take the piece number ${leave.amount.toString()}`;
}
