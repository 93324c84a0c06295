import type { ProblemWords } from './problem-words.js';

const NOT_COUNTED = 'Nothing was sent. The answer does not count.';
const STANDS = 'Nothing was sent by this. The earlier answer stands.';

/** Confirmations, exceptions, re-keying, and the separation of duties. */
export const APPROVAL_PROBLEMS = {
  SOD: {
    meaning: 'One person would do two things that need two people.',
    cause:
      'Somebody would approve, except or sign what they requested, ask in the name of another, or invite themself.',
    money:
      'Nothing was sent by this. After an execution, where the requester’s owner key took part, the Safe is frozen.',
    remedy: 'Somebody else does it.',
  },
  APPROVAL_BINDING: {
    meaning: 'The signature is not one of this person’s keys over exactly this text.',
    cause:
      'Another wording or revision was signed, by another key, or a passkey’s assertion was used before.',
    money: `${NOT_COUNTED} A relayed transfer whose confirmations no longer count is cancelled.`,
    remedy:
      'The signer asks for the statement anew, compares the words and signs that. If a passkey’s counter is named, revoke that passkey.',
  },
  ALREADY_CONFIRMED: {
    meaning: 'This person has answered already. One person counts once.',
    cause: 'The answer was sent twice, or from two devices.',
    money: STANDS,
    remedy: 'Somebody else of the group answers.',
  },
  EVM_KEY_REQUIRED: {
    meaning: 'A passkey signed, and every place that this person could fill asks for an EVM key.',
    cause: 'The tier or the quorum says keys: evm, because a passkey cannot show what it signs.',
    money: STANDS,
    remedy: 'The person signs the same statement with their wallet, on a device that shows it.',
  },
  ALREADY_EXCEPTED: {
    meaning: 'This person has excepted this rule for this transfer already.',
    cause: 'The exception was sent twice.',
    money: STANDS,
    remedy: 'Another compliance officer excepts it, if more than one is needed.',
  },
  QUORUM: {
    meaning: 'Fewer people count than are needed, or an answer would fill no place that is open.',
    cause:
      'All places that this person could fill are filled. The policy in force asks for more people or other keys, or a person, group or key is gone. Or fewer owners’ signatures count than the threshold.',
    money:
      'Nothing further is sent. Before the relay the transfer waits for more people, or until it expires. After the relay no confirmation is taken: it waits until those it has count again, or it expires.',
    remedy:
      'Nothing need be done where the places are filled. Before the relay, more people of the group that the reason names answer. After it, restore by a governed change what people, keys or the policy lost, have more owners sign, or cancel it.',
  },
  ENTRY_VEILED: {
    meaning:
      'The entry is withheld in this file: it tells about a transfer that its reader was to re-key first.',
    cause: 'The export was ordered by somebody who had not entered the transfer from the ticket.',
    money: 'No money is concerned. The entry is in the log, and its hash is in the file.',
    remedy:
      'Somebody who need not re-key orders the export, or the same person does after the transfer ended.',
  },
  REKEY_REQUIRED: {
    meaning: 'This person enters destination and amount from the ticket before Sluice shows them.',
    cause: 'The tier of the transfer asks for it, so that nobody confirms what the screen alone says.',
    money: 'Nothing was sent. The transfer waits.',
    remedy: 'The approver takes the ticket and enters the end of the address and the amount.',
  },
  REKEY_MISMATCH: {
    meaning: 'What was entered is not what the transfer says.',
    cause: 'A slip of the pen, or the transfer is not what the ticket asks for.',
    money: 'Nothing was sent. The transfer waits.',
    remedy:
      'The approver compares the ticket and enters it anew. If the ticket is right, freeze the Safe and tell the requester.',
  },
  REKEY_FAILED: {
    meaning: 'This person has no entry left for this revision and cannot confirm it.',
    cause: 'The entries did not match. The ticket and the transfer may differ.',
    money: 'Nothing was sent. The transfer waits for others, and this person may still reject it.',
    remedy: 'The approver rejects it if the ticket says something else. Otherwise somebody else confirms.',
  },
  PROMPT_LIMIT: {
    meaning: 'People would be asked too often about one requester’s transfers, or about one transfer.',
    cause: 'Many requests in an hour, or something that a transfer rests on changes again and again.',
    money: 'Nothing was sent. The transfer is refused.',
    remedy:
      'The requester asks again at the time that the reason names. Approvers ask who wants so many answers.',
  },
  KEY_NOT_ENROLLED: {
    meaning: 'This person has no key that may sign this now.',
    cause: 'The key was revoked or has expired, may only be used for signing in, or none was enrolled.',
    money: NOT_COUNTED,
    remedy: 'The person signs with an enrolled key, or an admin invites them to enrol this one.',
  },
  PASSKEY_REGISTRATION: {
    meaning: 'The new passkey is not accepted.',
    cause: 'It answers no challenge of Sluice’s, did not verify its user, or is of a form that is not known.',
    money: 'Nothing was done. The key counts for nothing.',
    remedy: 'The person asks for the options anew and makes the passkey in the same browser.',
  },
  PASSKEY_ORIGIN: {
    meaning: 'Browsers make no passkeys for this address.',
    cause: 'PUBLIC_ORIGIN is an IP address.',
    money: 'Nothing was done. Transfers are not concerned.',
    remedy: 'Engineers give Sluice a name. Until then people sign in with wallets.',
  },
} as const satisfies Record<string, ProblemWords>;
