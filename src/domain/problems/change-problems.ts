import type { ProblemWords } from './problem-words.js';

const NOTHING_CHANGED = 'Nothing was changed and nothing was sent.';
const NO_RIGHTS = 'Nothing is sent. Without a register that holds, nobody has a right.';

/** Governed change, and the register that it writes. */
export const CHANGE_PROBLEMS = {
  CHANGE_NOT_FOUND: {
    meaning: 'There is no such change, or no such draft of this person.',
    cause: 'The id is misspelt, the draft was used already, or it is somebody else’s.',
    money: NOTHING_CHANGED,
    remedy: 'The caller takes an id of `GET /v1/changes`, or drafts the change again.',
  },
  CHANGE_CONFLICT: {
    meaning: 'The change does not fit the register as it is now.',
    cause: 'Another change came first, or what it rests on is not there.',
    money: NOTHING_CHANGED,
    remedy: 'The proposer reads the object anew and drafts the change again.',
  },
  CHANGE_INVALID: {
    meaning: 'The content of the change breaks a rule of its kind.',
    cause: 'A value is not allowed, or two members contradict one another. The detail says which.',
    money: NOTHING_CHANGED,
    remedy: 'The proposer repairs the members that `errors` points to.',
  },
  INVITATION_INVALID: {
    meaning: 'The invitation cannot be used.',
    cause: 'It was used, revoked or has expired, or its link was cut off.',
    money: 'Nothing was changed. No key was enrolled by it.',
    remedy:
      'An admin makes a new invitation. If nobody used the old one knowingly, the admin looks who enrolled a key.',
  },
  KEY_ENROLMENT_INVALID: {
    meaning: 'A stored enrolment of a key does not hold.',
    cause: 'The founding digest differs, or somebody wrote into the database.',
    money: NO_RIGHTS,
    remedy: 'Engineers compare FOUNDING_DIGEST first. Otherwise treat it as an attack on the database.',
  },
  REGISTER_ALTERED: {
    meaning: 'A stored act of the register does not hold.',
    cause: 'Somebody wrote into the database, or it was restored in part, or Sluice was not founded.',
    money: NO_RIGHTS,
    remedy:
      'Engineers keep the database as it is and compare it with exports and backups. Treat it as an attack.',
  },
} as const satisfies Record<string, ProblemWords>;
