import type { ErrorCode } from '../../domain/errors.js';

/** What a script learns from a command's end. 3 and 4 are the verifier's. */
export const EXIT = {
  fine: 0,
  refused: 1,
  usage: 2,
  conflict: 5,
  denied: 6,
  simulation: 7,
  mismatch: 8,
  timeout: 9,
  notFound: 10,
  notSignedIn: 11,
} as const;
export type Exit = (typeof EXIT)[keyof typeof EXIT];

const OF_CODES: Partial<Record<ErrorCode, Exit>> = {
  ...of(EXIT.notSignedIn, ['UNAUTHENTICATED', 'SIGN_IN_FAILED']),
  ...of(EXIT.conflict, [
    ...(['IDEMPOTENCY_CONFLICT', 'IDEMPOTENCY_KEY_MISSING', 'STATE_CONFLICT', 'REVISION_STALE'] as const),
    ...([
      'INTENT_REPLAYED',
      'NONCE_MISMATCH',
      'NONCE_CONTENTION',
      'NONCE_SUPERSEDED',
      'DEST_EXISTS',
    ] as const),
    ...(['ALREADY_CONFIRMED', 'ALREADY_EXCEPTED', 'ALREADY_ASKED', 'CHANGE_CONFLICT'] as const),
    ...(['SIG_DUPLICATE', 'RESIGN_REQUEST', 'POLICY_CHANGED', 'EXPOSURE_OPEN'] as const),
  ]),
  ...of(EXIT.denied, [
    ...([
      'DEST_NOT_ALLOWED',
      'DEST_COOLING_OFF',
      'DEST_LOOKALIKE',
      'DEST_CODE_CHANGED',
      'ENTRY_EXPIRED',
    ] as const),
    ...(['ASSET_NOT_ALLOWED', 'LIMIT_PER_TX', 'LIMIT_WINDOW', 'LIMIT_DESTINATION', 'LIMIT_COUNT'] as const),
    ...(['LIMIT_REQUESTER', 'LIMIT_HOT_CEILING', 'LIMIT_SAFE_FLOOR', 'LIMIT_STRUCTURING'] as const),
    ...(['DUPLICATE_TRANSFER', 'OUTSIDE_HOURS', 'FIRST_TRANSFER_CANARY', 'NO_TIER', 'NO_RULE'] as const),
    ...([
      'RULE_FAILED',
      'POLICY_DENIED',
      'RULE_NOT_WAIVABLE',
      'EXCEPTION_CEILING',
      'EXPIRY_TOO_FAR',
    ] as const),
    ...(['PRICE_UNAVAILABLE', 'PRICE_STALE', 'PRICE_DIVERGENT', 'PRICE_OUT_OF_BOUNDS'] as const),
  ]),
  ...of(EXIT.simulation, [
    ...(['SIMULATION_UNAVAILABLE', 'SIM_REVERT', 'SIM_BINDING', 'SIM_STALE', 'SIMULATORS_DISAGREE'] as const),
    ...(['DELTA_MISMATCH', 'UNEXPECTED_STATE_DIFF', 'UNEXPECTED_CALL', 'UNEXPECTED_LOG'] as const),
    'UNEXPECTED_CODE_CHANGE',
  ]),
  ...of(EXIT.mismatch, [
    ...([
      'HASH_MISMATCH',
      'PARSE_BACK_MISMATCH',
      'SIG_MISMATCH',
      'APPROVAL_BINDING',
      'INTENT_SIGNATURE',
    ] as const),
    ...(['POST_EXEC_MISMATCH', 'SAFE_STATE_DRIFT', 'REGISTER_ALTERED', 'SELF_TEST_FAILED'] as const),
    ...(['LOG_ALTERED', 'LOG_TRUNCATED', 'LOG_FORK', 'LOG_ROLLBACK'] as const),
  ]),
};

/** The exit code for a refusal. Most are plain refusals. */
export function exitOf(code: ErrorCode): Exit {
  return OF_CODES[code] ?? (code.endsWith('_NOT_FOUND') ? EXIT.notFound : EXIT.refused);
}

function of(exit: Exit, codes: readonly ErrorCode[]): Partial<Record<ErrorCode, Exit>> {
  return Object.fromEntries(codes.map((code) => [code, exit]));
}
