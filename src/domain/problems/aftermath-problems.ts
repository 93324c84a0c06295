import type { ProblemWords } from './problem-words.js';

const ALL_FROZEN = 'All Safes are frozen. Nothing more is signed or sent until a quorum lifts it.';
const KEEP =
  'Engineers keep the database as it is and compare it with exports and witnesses. See docs/runbook.md.';

/** What was done on the chain, and the audit log. */
export const AFTERMATH_PROBLEMS = {
  SETTLEMENT_AGED: {
    meaning: 'A transfer was executed an hour ago and is not compared with what was approved yet.',
    cause: 'A provider gives no trace of it, or the chain finalises nothing.',
    money: 'The transaction is on the chain. Its budget stays used; nothing is frozen.',
    remedy: 'Engineers read what the transfer is `looking` for, and repair the provider.',
  },
  POST_EXEC_MISMATCH: {
    meaning: 'The Safe did something else than what was approved, by a final block.',
    cause: 'The contract, the token or a provider is not what it was, or somebody executed another call.',
    money: 'The effects are final. Sluice freezes the Safe, so that nothing follows.',
    remedy:
      'Owners sign nothing. Read the reasons: who sent it, and through which contract, is only a note. Compare it at a node of your own.',
  },
  APPROVAL_NOT_COLLECTED: {
    meaning: 'An owner approved an execution without Sluice having collected it.',
    cause: 'The owner executed it from their own wallet, or approved the hash on the chain.',
    money:
      'Nothing is frozen by it. The execution was the approved one, unless `POST_EXEC_MISMATCH` stands beside it.',
    remedy: 'Ask the owner. Owners sign in Sluice, so that everybody sees who did.',
  },
  NONCE_SUPERSEDED: {
    meaning: 'The nonce is used already, so what should use it can no longer be signed or sent.',
    cause:
      'The transfer itself was executed, perhaps in a block that is not final yet, or its cancel was; or owners signed something else.',
    money:
      'If a finding is named, what used it is final and nothing that Sluice cleared, and the Safe is frozen. Otherwise nothing is frozen, and it may be the approved payment itself.',
    remedy:
      'With a finding, treat it as an attack until the owners say what they signed; it names the block and the hashes. Without one, wait until the transfer shows what was executed; until then it shows `looking`.',
  },
  SELF_TEST_FAILED: {
    meaning: 'The self-test with known attacks has not passed.',
    cause: 'A package or the program was changed, or the test has not run yet after the start.',
    money: 'Nothing is relayed until it passes. Confirmed transfers wait, or expire.',
    remedy:
      'Engineers compare the installed version with the release. They do not restart until it happens to pass.',
  },
  AUDIT_EXPORT_TOO_LARGE: {
    meaning: 'The export has more entries than a file of this format holds.',
    cause: 'The filter takes in a long time.',
    money: 'No money is concerned.',
    remedy: 'The reader orders it in parts, or in another format.',
  },
  LOG_ALTERED: {
    meaning: 'An act was changed or made up in the database before it had its place in the log.',
    cause: 'Somebody writes into the database.',
    money: `${ALL_FROZEN} The log itself goes on, and shows the altered entry.`,
    remedy: `Check the transfer or change that the entry names, and exchange the database’s passwords. ${KEEP}`,
  },
  LOG_TRUNCATED: {
    meaning: 'Entries of the log that were signed for are missing.',
    cause: 'A backup was restored, or somebody cut the log.',
    money: ALL_FROZEN,
    remedy: KEEP,
  },
  LOG_FORK: {
    meaning: 'The log is not the one that was signed or witnessed.',
    cause: 'Somebody wrote into the database, or signed with your key elsewhere.',
    money: `${ALL_FROZEN} An export that does not verify is not given out.`,
    remedy: KEEP,
  },
  LOG_ROLLBACK: {
    meaning: 'The database shows less than was signed, witnessed or executed.',
    cause: 'A backup was restored, or the owners used a Safe without Sluice.',
    money: `${ALL_FROZEN} Transfers may have been sent that this database has forgotten.`,
    remedy: `Find the newest copy of the database and start on that. ${KEEP}`,
  },
  LOG_REORGANISED: {
    meaning: 'A final block in which a transfer settled is no longer on the chain.',
    cause: 'The chain broke its finality, or all providers lie.',
    money: `${ALL_FROZEN} The payment may be undone.`,
    remedy:
      'Ask a node of somebody else for the hash that the finding names. Do not lift the freeze before you know.',
  },
  LOG_UNWITNESSED: {
    meaning: 'Too few witnesses have cosigned the log for a minute.',
    cause: 'A witness is down or cannot be reached.',
    money: 'Nothing is relayed. Confirmed transfers wait, or expire. Nothing is frozen.',
    remedy: 'Engineers bring the witnesses back, or change LOG_WITNESSES and restart all replicas.',
  },
  LOG_UNCHECKED: {
    meaning: 'What was done is not in the checked log yet, or the log could not be checked.',
    cause: 'The log is a moment behind, or a provider or the database does not answer.',
    money: 'Nothing is relayed meanwhile. Confirmed transfers wait. Nothing is frozen.',
    remedy: 'Sluice checks again by itself. If it lasts minutes, engineers read the lines of the process.',
  },
  INTERNAL: {
    meaning: 'Sluice met something that it is not made for, and stopped there.',
    cause: 'A defect of Sluice, or a row of the database that was altered.',
    money:
      'As a rule the request changed nothing, because what it does is done as a whole or not. It is not certain.',
    remedy:
      'Read what became of it, or repeat it with the same Idempotency-Key: it is done once. Tell the engineers the request id: the line of the process with it says more.',
  },
} as const satisfies Record<string, ProblemWords>;
