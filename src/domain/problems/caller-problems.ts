import type { ProblemWords } from './problem-words.js';

const NOTHING_DONE = 'Nothing was done.';
const NOTHING_SHOWN = 'Nothing was done, and no money is concerned.';

/** Who asks, and whether the request meets what others did meanwhile. */
export const CALLER_PROBLEMS = {
  UNAUTHENTICATED: {
    meaning: 'Nobody is signed in, or the API key is not accepted.',
    cause:
      'The session ended, the key has expired or was revoked, or a session and a key were sent together.',
    money: NOTHING_DONE,
    remedy: 'The person signs in anew. The owner of a service asks an admin for a new key.',
  },
  SIGN_IN_FAILED: {
    meaning: 'The sign-in was not accepted. The answer is the same for people who exist and who do not.',
    cause:
      'The key is not enrolled here, the message is older than its nonce, or it names another site or chain.',
    money: NOTHING_DONE,
    remedy:
      'The person begins the sign-in anew. If it stays, an admin looks for `session.refused` in the audit log.',
  },
  FORBIDDEN: {
    meaning: 'This is not for the roles or groups of whoever asks.',
    cause: 'The role is missing, was taken away, or the act belongs to somebody else.',
    money: 'Nothing was done. A transfer that is under way waits, if its requester lost the role.',
    remedy:
      'Somebody with the role that the detail names does it, or a governed change of the person gives the role.',
  },
  CSRF: {
    meaning: 'The request comes from a page of another site.',
    cause:
      'Another page tried to act in the name of a signed-in person, or PUBLIC_ORIGIN is not what browsers see.',
    money: 'Nothing was done.',
    remedy:
      'The person closes that page. If it was Sluice itself, an engineer compares PUBLIC_ORIGIN with the address bar.',
  },
  RATE_LIMITED: {
    meaning: 'There were too many attempts in a short time.',
    cause:
      'Failed sign-ins from one network address, or one person or key asking for much that is costly: drafts, dry runs, reviews, checks.',
    money: NOTHING_DONE,
    remedy: 'The caller waits as long as the header Retry-After says.',
  },
  IDEMPOTENCY_KEY_MISSING: {
    meaning: 'The request would create something, and has no usable Idempotency-Key.',
    cause: 'The header is missing, is longer than 255 characters, or has others than printable ASCII.',
    money: NOTHING_DONE,
    remedy: 'The caller sends a new random key with each new request, and the same one with each repetition.',
  },
  IDEMPOTENCY_CONFLICT: {
    meaning: 'This Idempotency-Key was used for another request.',
    cause: 'A key was taken twice, or the body was changed between two attempts.',
    money: 'The first request stands as it was answered. This one did nothing.',
    remedy: 'The caller looks at what the first request created, and takes a new key for a new one.',
  },
  STATE_CONFLICT: {
    meaning: 'What is asked does not fit the state that the object is in.',
    cause: 'Somebody was faster, the object has ended, or it is not that far yet.',
    money: 'Nothing was changed by this request. The state that the detail names stands.',
    remedy: 'The caller reads the object anew and does what its state asks for.',
  },
  REVISION_STALE: {
    meaning: 'The transfer has another revision than the one that was looked at.',
    cause:
      'The nonce, the policy, an address book entry or something else that it rests on changed meanwhile.',
    money: 'Nothing was sent. The answer was not counted; the transfer is examined anew.',
    remedy: 'The approver reads the revision in force and answers that one.',
  },
  INTENT_REPLAYED: {
    meaning: 'This signed intent was used already.',
    cause:
      'The same request was sent twice without its Idempotency-Key, or somebody repeats a signature of another.',
    money: 'Nothing was sent a second time. The first transfer goes on as it stands.',
    remedy: 'The requester opens the first transfer. Whoever wants a second payment signs a new intent.',
  },
  TRANSFER_NOT_FOUND: {
    meaning: 'No transfer has this id.',
    cause: 'The id was cut off or changed, or belongs to another installation.',
    money: NOTHING_DONE,
    remedy: 'The caller looks the transfer up in `GET /v1/transfers`. An id is `tr_` and a UUID.',
  },
  SAFE_NOT_FOUND: {
    meaning: 'No Safe with this id is onboarded.',
    cause: 'The id is misspelt, or the Safe has not been taken in by a governed change.',
    money: NOTHING_DONE,
    remedy: 'The caller takes an id of `GET /v1/safes`.',
  },
  ASSET_NOT_FOUND: {
    meaning: 'No asset has this id.',
    cause: 'The id is misspelt. A transfer of such an asset is answered with ASSET_NOT_ALLOWED.',
    money: NOTHING_DONE,
    remedy: 'The caller takes an id of `GET /v1/assets`.',
  },
  DESTINATION_NOT_FOUND: {
    meaning: 'The address book has no such entry.',
    cause: 'The id is misspelt, or the entry was never approved here.',
    money: NOTHING_DONE,
    remedy: 'The caller takes an id of `GET /v1/destinations`.',
  },
  POLICY_NOT_FOUND: {
    meaning: 'No policy has this version number.',
    cause: 'The number is above that of the policy in force, or is misspelt.',
    money: NOTHING_DONE,
    remedy: 'The caller takes a version of `GET /v1/policies`.',
  },
  SIMULATION_NOT_FOUND: {
    meaning: 'This transfer has no such simulation.',
    cause: 'The revision was never simulated, or the id is that of another transfer.',
    money: NOTHING_DONE,
    remedy: 'The caller takes an id that the transfer itself names.',
  },
  FINDING_NOT_FOUND: {
    meaning: 'There is no such finding.',
    cause: 'The id is misspelt.',
    money: NOTHING_DONE,
    remedy: 'The caller takes an id of `GET /v1/findings`.',
  },
  PERSON_NOT_FOUND: {
    meaning: 'The register has no such person.',
    cause: 'The id is misspelt, or the person was never added.',
    money: NOTHING_DONE,
    remedy: 'The caller looks for the person by name: `GET /v1/people?q=`.',
  },
  API_KEY_NOT_FOUND: {
    meaning: 'There is no such API key.',
    cause: 'The id is misspelt.',
    money: NOTHING_SHOWN,
    remedy: 'An admin takes an id of `GET /v1/api-keys`.',
  },
  SESSION_NOT_FOUND: {
    meaning: 'You have no such session.',
    cause: 'It has ended already, or is somebody else’s.',
    money: NOTHING_SHOWN,
    remedy: 'The person looks at their own sessions. An admin ends those of others by person.',
  },
  AUDIT_ENTRY_NOT_FOUND: {
    meaning: 'The log has no entry there that could be shown.',
    cause: 'The index is beyond the end of the signed log, or the entry is too long for a proof.',
    money: NOTHING_SHOWN,
    remedy: 'The reader waits a moment for the newest entries, or reads a long entry on its own.',
  },
  AUDIT_EXPORT_NOT_FOUND: {
    meaning: 'You have no such export.',
    cause: 'It is somebody else’s, or was removed after its time.',
    money: NOTHING_SHOWN,
    remedy: 'The reader orders it anew.',
  },
} as const satisfies Record<string, ProblemWords>;
