import type { ProblemWords } from './problem-words.js';

const NOT_TAKEN = 'The signature is not taken. Nothing was sent.';
const SIGN_AGAIN =
  'The owner signs the typed data of the signature request with the plain key, and sends those 65 bytes.';

/** Signatures of owners, the cancel on the chain, and the relayer. */
export const OWNER_PROBLEMS = {
  SIG_LENGTH: {
    meaning: 'The signature has not 65 bytes, or something stands behind the signatures.',
    cause: 'It was cut off, or several were joined.',
    money: NOT_TAKEN,
    remedy: SIGN_AGAIN,
  },
  SIG_TYPE: {
    meaning: 'The signature is of a kind that Sluice does not take: it counts plain signatures of keys.',
    cause: 'It is a contract’s, an approval on the chain, or one by `eth_sign`.',
    money: NOT_TAKEN,
    remedy: SIGN_AGAIN,
  },
  SIG_HIGH_S: {
    meaning: 'It is the second form of a signature.',
    cause: 'Somebody rewrote a signature so that it looks like another one.',
    money: NOT_TAKEN,
    remedy: `${SIGN_AGAIN} Ask who changed it.`,
  },
  SIG_DUPLICATE: {
    meaning: 'One owner is there twice. One owner counts once.',
    cause: 'A signature was added twice.',
    money: NOT_TAKEN,
    remedy: 'Another owner signs.',
  },
  SIG_ORDER: {
    meaning: 'The signatures do not ascend by owner, as a Safe demands.',
    cause: 'They were joined by hand.',
    money: 'The Safe would refuse them. Nothing was sent.',
    remedy: 'Whoever joins them sorts them by the owner’s address.',
  },
  SIG_MISMATCH: {
    meaning: 'An owner’s signature is over another hash, by another key, or by no owner.',
    cause:
      'The owner was shown something else, as at Bybit in 2025, or took the wrong request or key. It may be the signature of the transfer, brought to its cancel.',
    money:
      'Nothing was sent. If a finding is named, Sluice has frozen the Safe, and what was signed instead may be in somebody’s hands. If the answer says that it signs the transfer being cancelled, nothing is frozen.',
    remedy:
      'With a finding, no owner signs anything until it is clear. Take that owner’s device and computer offline, keep them, and ask which page they signed on. Without one, the owner signs what the detail asks for.',
  },
  RESIGN_REQUEST: {
    meaning: 'An owner signed one transfer twice, with two different signatures.',
    cause: 'Somebody asked for a second round of signatures.',
    money: 'Sluice freezes the Safe. Treat both signatures as in an attacker’s hands.',
    remedy: 'Ask the owner who wanted the second one. The nonce must be used up before the freeze is lifted.',
  },
  OWNER_NOT_MAPPED: {
    meaning: 'This owner key is not enrolled for the person who brings its signature.',
    cause: 'Somebody brings a signature of another, or the key was never enrolled or was revoked.',
    money: NOT_TAKEN,
    remedy:
      'The owner brings it in their own session. An admin invites them to enrol the key if it is missing.',
  },
  OWNER_SIGNATURE_REVOKED: {
    meaning: 'An owner signed, and then the key was revoked or its person was removed.',
    cause: 'Somebody left or lost a key after signing.',
    money:
      'Nothing is frozen, and Sluice does not send that signature. Whoever has its bytes can still use it on the chain.',
    remedy: 'Other owners sign. If the key is lost, change the owners and burn the nonce.',
  },
  ALREADY_ASKED: {
    meaning: 'This person has asked to cancel this transfer already. Each asks once.',
    cause: 'The first request was rejected or ran out.',
    money: 'The transfer stays as it is.',
    remedy: 'Somebody else who may asks for the cancel.',
  },
  CANCEL_LOST: {
    meaning: 'A cancel was under way, and the original was executed first.',
    cause: 'Somebody who held enough owner signatures was faster than the burn.',
    money:
      'The money has moved, to the destination that was approved, unless `POST_EXEC_MISMATCH` stands beside it. This finding freezes nothing.',
    remedy: 'Find out who executed it. If the payment was wrong, the destination’s owner sends it back.',
  },
  EXPOSURE_OPEN: {
    meaning: 'What owners sign and how the Safe is pinned would cross: one of both waits for the other.',
    cause:
      'Owners were asked to sign a hash whose nonce is not used yet, and a change would pin the Safe otherwise. Or such a change is approved, and a transfer would go to the owners.',
    money:
      'Nothing was changed and nothing was sent. What is signed stays usable until its nonce is used; a transfer that waits for a change was signed by no owner yet.',
    remedy:
      'For a change: see the transfer that the detail names executed, or cancel it, and repeat. For a transfer: wait until the change that is named is active, or was ended.',
  },
  EXPOSURE_AGED: {
    meaning:
      'A transfer is signed and open too long: `executable` by anybody for an hour, `signed` by too few for a day, or `cancelling` for a day.',
    cause: 'The relayer has no coin, the fees are high, an owner is away, or a cancel waits for owners.',
    money: 'It can still be executed by whoever has its signatures. Nothing is frozen.',
    remedy: 'Operators have it executed, or cancelled. `GET /v1/safes/:id/exposure` is empty afterwards.',
  },
  RELAYER_FUNDS: {
    meaning: 'The relayer’s key has coin for fewer than 20 executions.',
    cause: 'It was not refilled, or the fees rose.',
    money:
      'Nothing is frozen. What it can pay for, up to 19 executions, is sent as before; signed transfers wait only where it has too little for theirs.',
    remedy: 'Engineers send coin to the relayer’s address. What waits goes out with the next block.',
  },
  RELAYER_FEE_CAP: {
    meaning: 'The chain asks for higher fees than the relayer may offer.',
    cause: 'The chain is busy, or RELAYER_FEE_CAP_GWEI is low.',
    money: 'Nothing is frozen. Signed transfers wait; they are offered again with every block.',
    remedy: 'Wait until the fees fall, or engineers raise the cap and restart all replicas.',
  },
} as const satisfies Record<string, ProblemWords>;
