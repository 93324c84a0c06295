import type { ProblemWords } from './problem-words.js';

const REFUSED_OR_WAITS =
  'Nothing was sent. A new transfer is refused; a relayed one waits until it is put back, or expires.';

/** Tokens, destinations and their entries in the address book. */
export const BOOK_PROBLEMS = {
  TOKEN_NOT_PINNED: {
    meaning: 'The token is not one that Sluice can hold to what was reviewed.',
    cause:
      'It is no registered contract, or its balances or its implementation cannot be found in its storage.',
    money: 'Nothing was sent. The asset is not taken in, or the transaction is no transfer of a known asset.',
    remedy:
      'Engineers compare the contract with docs/assets.md. Owners sign nothing that pays in an unknown token.',
  },
  TOKEN_CODE_CHANGED: {
    meaning: 'The code of the token is not what was reviewed.',
    cause: 'Its issuer upgraded it, or somebody took it over.',
    money: REFUSED_OR_WAITS,
    remedy:
      'Somebody reviews the new code, and an admin proposes the asset anew. Until then nothing is sent in it.',
  },
  DEST_NOT_ALLOWED: {
    meaning: 'The destination is not in the address book, or may not receive this.',
    cause: 'It was never approved, was removed, or is approved for other assets or Safes.',
    money: REFUSED_OR_WAITS,
    remedy: 'The requester takes another destination, or somebody proposes the entry as a governed change.',
  },
  DEST_LOOKALIKE: {
    meaning: 'The address looks like another one that is known, and is not the same.',
    cause: 'Somebody poisoned a history with a similar address, or a digit was changed.',
    money: 'Nothing was sent. The entry is not taken in, or the transfer is refused.',
    remedy:
      'The proposer compares every digit with the source. If it is another wallet indeed, the proposal says why.',
  },
  DEST_COOLING_OFF: {
    meaning: 'The destination was approved too short a time ago for this policy.',
    cause: 'The policy lets new destinations wait, so that a wrong one is noticed.',
    money:
      'Nothing was sent. A new transfer is refused, and so is one before the relay; a relayed one is held until the time is over, or it expires.',
    remedy:
      'The requester asks again after the time that the decision names. A relayed one goes on by itself.',
  },
  DEST_CODE_CHANGED: {
    meaning: 'The code at the destination is not what was approved.',
    cause: 'A contract was put at an address that had none, or was replaced.',
    money: REFUSED_OR_WAITS,
    remedy: 'Ask the destination’s owner what changed. The entry is proposed anew if it is right.',
  },
  ENTRY_EXPIRED: {
    meaning: 'The approval of the destination has expired.',
    cause: 'An entry holds for a time, and nobody renewed it.',
    money: REFUSED_OR_WAITS,
    remedy: 'Somebody proposes the entry anew, and its quorum signs.',
  },
  ENTRY_IMMUTABLE: {
    meaning: 'The address of an entry cannot be changed.',
    cause: 'People approved this address under this label. Another address is another entry.',
    money: 'Nothing was sent and the entry stands as it was.',
    remedy: 'The proposer removes the entry and proposes a new one.',
  },
  DEST_EXISTS: {
    meaning: 'The address is in the book already.',
    cause: 'Somebody proposed it before, perhaps under another label.',
    money: 'Nothing was sent and the book is unchanged.',
    remedy: 'The proposer changes the entry that the detail names.',
  },
  CONTROL_NOT_PROVEN: {
    meaning: 'The proof that somebody controls the address does not hold.',
    cause: 'The challenge was used or is too old, or another key or another text was signed.',
    money: 'Nothing was sent and the book is unchanged.',
    remedy: 'The proposer asks for a new challenge, and the owner of the address signs that.',
  },
} as const satisfies Record<string, ProblemWords>;
