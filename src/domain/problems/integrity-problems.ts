import type { ProblemWords } from './problem-words.js';

const NOT_THE_GATE = 'Sluice sends nothing of it. What owners sign elsewhere is not stopped by that.';
const SIGN_NOTHING = 'No owner signs it. Whoever showed it to you is asked where it comes from.';

/** Integrity of an intent, of the Safe, and of a Safe transaction from elsewhere. */
export const INTEGRITY_PROBLEMS = {
  INTENT_SIGNATURE: {
    meaning: 'The intent is not signed by a key of its requester that counts now.',
    cause: 'Another key or another wording was signed, or the key was revoked since.',
    money:
      'Nothing was sent. After the relay the transfer waits, and is cancelled if the key does not come back.',
    remedy: 'The requester asks for the statement anew and signs it with a key that is enrolled.',
  },
  EXPIRED: {
    meaning: 'The time until which it holds is over.',
    cause: 'It waited too long for people, or the time that was asked for lies in the past.',
    money:
      'Nothing more is sent of it. A relayed transfer is cancelled on the chain, since owners’ signatures do not expire.',
    remedy: 'The requester or proposer begins anew with a later time.',
  },
  EXPIRY_TOO_FAR: {
    meaning: 'The time until which it shall hold is further ahead than allowed.',
    cause: 'The policy, the address book or the kind of act sets a longest time.',
    money: 'Nothing was sent.',
    remedy: 'The caller chooses an earlier time; the detail says how far ahead is allowed.',
  },
  CHAIN_MISMATCH: {
    meaning: 'It is meant for another chain.',
    cause: 'Something of another network was entered, or a provider answers for another chain.',
    money:
      'Nothing was sent and a request that is answered so did nothing. A transfer that is under way is refused before the relay, and waits after it.',
    remedy:
      'The caller uses the chain of this installation. If a provider is named, an engineer repairs its URL.',
  },
  SAFE_MISMATCH: {
    meaning: 'The transaction is for another Safe.',
    cause: 'The request of one Safe was opened for another, or somebody shows an owner a foreign one.',
    money: NOT_THE_GATE,
    remedy: SIGN_NOTHING,
  },
  SAFE_FROZEN: {
    meaning: 'The Safe is frozen, or all Safes are.',
    cause:
      'A person or a service froze it, or Sluice found something that no clearance explains. The freeze says who and why.',
    money:
      'No transfer is sent from it; the burn of a nonce that is cancelled still is. What is signed waits; what is on its way to the chain cannot be called back.',
    remedy:
      'Read the freeze and its finding first. It ends by a change of kind `unfreeze`, signed by its quorum.',
  },
  SAFE_STATE_DRIFT: {
    meaning:
      'The Safe on the chain is not as it was pinned, or not as a Safe that is pinned must be: owners, threshold, modules, guard or code.',
    cause:
      'The owners changed it without Sluice, or somebody attacks it; of a Safe that shall be pinned, it has a set-up that Sluice does not take.',
    money:
      'If a finding is named, Sluice has frozen the Safe, and whoever changed it may move its funds. A refused statement, draft or cancel froze nothing by itself; nothing was sent.',
    remedy:
      'With a finding the owners say at once whether it was they. If not, they move what is left; if so, pin it anew by a governed change. In a draft, the proposer repairs what the detail names.',
  },
  SAFE_VERSION_UNSUPPORTED: {
    meaning: 'The account is no Safe of a version that Sluice knows by its code.',
    cause: 'Its version is older than 1.3.0, its code is not that of a release, or it is no Safe.',
    money: 'Nothing was sent. The Safe is not taken in.',
    remedy: 'The owners move the funds to a Safe of a supported version and onboard that.',
  },
  SAFE_HISTORY_TAINTED: {
    meaning: 'The past of the Safe has something that the present cannot show to be harmless.',
    cause: 'It once ran foreign code, had a module, or was set up in a way that leaves hidden rights.',
    money: 'Nothing was sent. The Safe is not taken in.',
    remedy: 'The owners set up a new Safe, move the funds there and onboard that.',
  },
  OP_DELEGATECALL: {
    meaning: 'The transaction runs foreign code inside the Safe (operation 1).',
    cause: 'It is a contract call that may replace the Safe itself, as at Bybit in 2025.',
    money: NOT_THE_GATE,
    remedy: `${SIGN_NOTHING} If an owner was asked to sign it, freeze the Safe.`,
  },
  OP_UNKNOWN: {
    meaning: 'The transaction has an operation that does not exist.',
    cause: 'The request was damaged, or made to confuse what reads it.',
    money: NOT_THE_GATE,
    remedy: SIGN_NOTHING,
  },
  SELF_CALL: {
    meaning: 'The Safe would call itself, and change its own owners, threshold or modules.',
    cause: 'A change of the Safe’s set-up is shown as a transfer, or somebody burns a nonce.',
    money: NOT_THE_GATE,
    remedy: 'No owner signs it. Changes of a Safe are agreed by the owners and pinned by a governed change.',
  },
  SELECTOR_NOT_ALLOWED: {
    meaning: 'The call is not `transfer`, the only one that Sluice makes.',
    cause: 'It is an approval, a permit, a swap or another call of a contract.',
    money: NOT_THE_GATE,
    remedy: SIGN_NOTHING,
  },
  CALLDATA_NOT_CANONICAL: {
    meaning: 'The data of the call has bytes that its arguments do not explain.',
    cause: 'Something is hidden behind the arguments, or they are padded in an unusual way.',
    money: NOT_THE_GATE,
    remedy: SIGN_NOTHING,
  },
  EXTERNAL_CALLDATA: {
    meaning: 'The data of a call came from outside. Sluice takes none: it builds every call itself.',
    cause: 'The code is listed for programs; no answer has it yet.',
    money: 'Nothing was sent.',
    remedy: 'The requester asks for a transfer by destination, asset and amount.',
  },
  VALUE_WITH_DATA: {
    meaning: 'A token transfer carries the chain’s own coin as well.',
    cause: 'The request was made elsewhere, by mistake or to move coin unseen.',
    money: NOT_THE_GATE,
    remedy: SIGN_NOTHING,
  },
  NATIVE_WITH_DATA: {
    meaning: 'A payment in the chain’s own coin carries data, so it is a call.',
    cause: 'The destination is a contract that shall do something with the payment.',
    money: NOT_THE_GATE,
    remedy: SIGN_NOTHING,
  },
  GAS_REFUND: {
    meaning: 'The transaction would pay its executor from the Safe.',
    cause: 'One of baseGas, gasPrice, gasToken or refundReceiver is not zero.',
    money: `${NOT_THE_GATE} Such a refund can empty a Safe.`,
    remedy: SIGN_NOTHING,
  },
  SAFE_TX_GAS: {
    meaning: 'The field safeTxGas is not zero: the transfer can fail and use up its nonce all the same.',
    cause: 'An older tool filled the field, or somebody wants the nonce burnt.',
    money: NOT_THE_GATE,
    remedy: SIGN_NOTHING,
  },
  NONCE_MISMATCH: {
    meaning: 'The nonce is not the next one of the Safe.',
    cause: 'The Safe executed something else meanwhile, or a signature shall be kept in stock.',
    money:
      'Nothing was sent. Before the relay the transfer is examined anew with the next nonce; afterwards it waits.',
    remedy: 'Find out what used the nonce. No owner signs a nonce of later.',
  },
  NONCE_CONTENTION: {
    meaning:
      'Two transfers would have the same nonce. Sluice keeps one transfer of a Safe in its lane, so this does not arise.',
    cause: 'The code is listed for programs; no answer has it yet.',
    money: 'Nothing was sent.',
    remedy: 'The second transfer waits until the first has ended.',
  },
  MULTISEND_NOT_CALLONLY: {
    meaning: 'A batch runs through a contract that lets foreign code run inside the Safe.',
    cause: 'It uses MultiSend instead of MultiSendCallOnly, or a contract that only has its name.',
    money: NOT_THE_GATE,
    remedy: SIGN_NOTHING,
  },
  MULTISEND_BY_CALL: {
    meaning: 'A batch contract is called and not run by the Safe, so it would spend its own funds.',
    cause: 'The operation is 0 where a batch has 1.',
    money: NOT_THE_GATE,
    remedy: SIGN_NOTHING,
  },
  MULTISEND_NOT_CANONICAL: {
    meaning: 'The bytes of a batch can be read in two ways.',
    cause: 'A length is wrong, or something stands behind the last record.',
    money: NOT_THE_GATE,
    remedy: SIGN_NOTHING,
  },
  MULTISEND_EMPTY: {
    meaning: 'The batch has no records: it only burns a nonce.',
    cause: 'Somebody wants to use up the nonce of another transfer.',
    money: 'No funds move by it. The nonce would be used up.',
    remedy: SIGN_NOTHING,
  },
  MULTISEND_NESTED: {
    meaning: 'A batch stands within a batch.',
    cause: 'Records shall be hidden from whoever reads the outer batch.',
    money: NOT_THE_GATE,
    remedy: SIGN_NOTHING,
  },
  MULTISEND_NOT_ALLOWED: {
    meaning: 'It is a batch. Sluice sends one transfer at a time.',
    cause: 'Several payments were put together in another tool, or one record of it is no transfer.',
    money: NOT_THE_GATE,
    remedy: 'The requester asks for each transfer on its own.',
  },
  BATCH_RECIPIENT: {
    meaning: 'One record of a batch pays somebody who is not in the address book.',
    cause: 'A foreign payment was put among known ones.',
    money: NOT_THE_GATE,
    remedy: `${SIGN_NOTHING} If an owner was asked to sign it, freeze the Safe.`,
  },
  MESSAGE_SIGNING: {
    meaning: 'The typed data is no Safe transaction but a message.',
    cause: 'An owner is asked to sign in somewhere, or to permit a token in the name of the Safe.',
    money:
      'A message that enough owners signed can move funds without a Safe transaction. Sluice would not see it.',
    remedy: 'No owner signs messages in the name of a Safe. Their device shows `SafeTx` and nothing else.',
  },
  HASH_MISMATCH: {
    meaning: 'Sluice’s own code, the library and the Safe give different hashes for one transaction.',
    cause: 'A package was changed, a provider lies, or the Safe contract is another one.',
    money:
      'Nothing was sent and nobody is asked to sign. If a finding is named, Sluice has frozen the Safe. Where only a request or a proposal is answered so, nothing is frozen by that.',
    remedy:
      'Owners sign nothing. Engineers compute the hashes by hand and find out which one differs, and somebody freezes the Safe if it is not frozen.',
  },
  PARSE_BACK_MISMATCH: {
    meaning:
      'A Safe transaction does not read back as what was asked for, or as what is shown beside its bytes.',
    cause:
      'Of one that Sluice built: a defect of Sluice or a changed package. Of one from elsewhere: whoever decoded it is wrong, or lies.',
    money: 'Nothing was sent. Neither a transfer nor a cancel is cleared by it.',
    remedy: 'Engineers look at it before anything else is requested from this Safe.',
  },
  WORLD_UNAVAILABLE: {
    meaning: 'What the inspection compares with could not be read, so it has no verdict.',
    cause: 'A provider or the register did not answer.',
    money: 'Nothing was sent. Nothing was said about the transaction either.',
    remedy: 'No owner signs until the inspection has a verdict. Engineers look at the providers.',
  },
} as const satisfies Record<string, ProblemWords>;
