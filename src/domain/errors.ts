/**
 * The closed list of codes that Sluice answers with. A code is a fact, not advice.
 * Codes of THREATS cases keep the names that `inspect` prints.
 */
export const ERROR_CODES = [
  // The request itself
  'BODY_SCHEMA',
  'BODY_DUPLICATE_KEY',
  'BODY_TOO_LARGE',
  'BODY_TOO_DEEP',
  'BODY_NOT_JSON',
  'CONTENT_TYPE',
  'QUERY_SCHEMA',
  'ADDRESS_FORMAT',
  'AMOUNT_FORMAT',
  'AMOUNT_ZERO',
  'TEXT_CONTROL_CHARS',
  'LABEL_CONFUSABLE',
  'SIGNATURE_FORMAT',
  'ROUTE_NOT_FOUND',
  'METHOD_NOT_ALLOWED',
  // Who asks
  'UNAUTHENTICATED',
  'SIGN_IN_FAILED',
  'FORBIDDEN',
  'CSRF',
  'RATE_LIMITED',
  // Idempotency and concurrency
  'IDEMPOTENCY_KEY_MISSING',
  'IDEMPOTENCY_CONFLICT',
  'STATE_CONFLICT',
  'REVISION_STALE',
  'INTENT_REPLAYED',
  // Not found
  'TRANSFER_NOT_FOUND',
  'SAFE_NOT_FOUND',
  'ASSET_NOT_FOUND',
  'DESTINATION_NOT_FOUND',
  'POLICY_NOT_FOUND',
  'SIMULATION_NOT_FOUND',
  'PERSON_NOT_FOUND',
  'API_KEY_NOT_FOUND',
  'FINDING_NOT_FOUND',
  'SESSION_NOT_FOUND',
  'AUDIT_ENTRY_NOT_FOUND',
  'AUDIT_EXPORT_NOT_FOUND',
  // Integrity of an intent and of a Safe transaction
  'INTENT_SIGNATURE',
  'EXPIRED',
  'EXPIRY_TOO_FAR',
  'CHAIN_MISMATCH',
  'SAFE_MISMATCH',
  'SAFE_FROZEN',
  'SAFE_STATE_DRIFT',
  'SAFE_VERSION_UNSUPPORTED',
  'SAFE_HISTORY_TAINTED',
  'OP_DELEGATECALL',
  'OP_UNKNOWN',
  'SELF_CALL',
  'SELECTOR_NOT_ALLOWED',
  'CALLDATA_NOT_CANONICAL',
  'EXTERNAL_CALLDATA',
  'VALUE_WITH_DATA',
  'NATIVE_WITH_DATA',
  'GAS_REFUND',
  'SAFE_TX_GAS',
  'NONCE_MISMATCH',
  'NONCE_CONTENTION',
  'MULTISEND_NOT_CALLONLY',
  'MULTISEND_BY_CALL',
  'MULTISEND_NOT_CANONICAL',
  'MULTISEND_EMPTY',
  'MULTISEND_NESTED',
  'MULTISEND_NOT_ALLOWED',
  'BATCH_RECIPIENT',
  'MESSAGE_SIGNING',
  'TOKEN_NOT_PINNED',
  'TOKEN_CODE_CHANGED',
  'DEST_NOT_ALLOWED',
  'DEST_LOOKALIKE',
  'DEST_COOLING_OFF',
  'DEST_CODE_CHANGED',
  'ENTRY_EXPIRED',
  'ENTRY_IMMUTABLE',
  'DEST_EXISTS',
  'CONTROL_NOT_PROVEN',
  'HASH_MISMATCH',
  'PARSE_BACK_MISMATCH',
  'WORLD_UNAVAILABLE',
  // Policy
  'ASSET_NOT_ALLOWED',
  'LIMIT_PER_TX',
  'LIMIT_WINDOW',
  'LIMIT_DESTINATION',
  'LIMIT_COUNT',
  'LIMIT_REQUESTER',
  'LIMIT_HOT_CEILING',
  'LIMIT_SAFE_FLOOR',
  'LIMIT_STRUCTURING',
  'DUPLICATE_TRANSFER',
  'OUTSIDE_HOURS',
  'FIRST_TRANSFER_CANARY',
  'PRICE_UNAVAILABLE',
  'PRICE_STALE',
  'PRICE_DIVERGENT',
  'PRICE_OUT_OF_BOUNDS',
  'BALANCE_UNAVAILABLE',
  'NO_TIER',
  'NO_RULE',
  'RULE_FAILED',
  'POLICY_DENIED',
  'POLICY_CHANGED',
  'POLICY_UNAVAILABLE',
  'RULE_NOT_WAIVABLE',
  'EXCEPTION_CEILING',
  // Simulation and chain
  'SIMULATION_UNAVAILABLE',
  'SIM_REVERT',
  'SIM_BINDING',
  'SIM_STALE',
  'SIMULATORS_DISAGREE',
  'DELTA_MISMATCH',
  'UNEXPECTED_STATE_DIFF',
  'UNEXPECTED_CALL',
  'UNEXPECTED_LOG',
  'UNEXPECTED_CODE_CHANGE',
  'HEADER_FORM_UNKNOWN',
  'RPC_DISAGREE',
  'RPC_UNAVAILABLE',
  'DATABASE_UNAVAILABLE',
  'AUDIT_UNAVAILABLE',
  'OPENID_UNAVAILABLE',
  // Confirmations, exceptions, separation of duties
  'SOD',
  'APPROVAL_BINDING',
  'ALREADY_CONFIRMED',
  'EVM_KEY_REQUIRED',
  'ALREADY_EXCEPTED',
  'QUORUM',
  'ENTRY_VEILED',
  'REKEY_REQUIRED',
  'REKEY_MISMATCH',
  'REKEY_FAILED',
  'PROMPT_LIMIT',
  'KEY_NOT_ENROLLED',
  'PASSKEY_REGISTRATION',
  'PASSKEY_ORIGIN',
  // Governed change
  'CHANGE_NOT_FOUND',
  'CHANGE_CONFLICT',
  'CHANGE_INVALID',
  'INVITATION_INVALID',
  'KEY_ENROLMENT_INVALID',
  'REGISTER_ALTERED',
  // Owner signatures
  'SIG_LENGTH',
  'SIG_TYPE',
  'SIG_HIGH_S',
  'SIG_DUPLICATE',
  'SIG_ORDER',
  'SIG_MISMATCH',
  'RESIGN_REQUEST',
  'OWNER_NOT_MAPPED',
  'OWNER_SIGNATURE_REVOKED',
  // Cancel on the chain, exposure, the relayer
  'ALREADY_ASKED',
  'CANCEL_LOST',
  'EXPOSURE_OPEN',
  'EXPOSURE_AGED',
  'RELAYER_FUNDS',
  'RELAYER_FEE_CAP',
  // Afterwards
  'SETTLEMENT_AGED',
  'POST_EXEC_MISMATCH',
  'APPROVAL_NOT_COLLECTED',
  'NONCE_SUPERSEDED',
  'SELF_TEST_FAILED',
  // The audit log itself
  'AUDIT_EXPORT_TOO_LARGE',
  'LOG_ALTERED',
  'LOG_TRUNCATED',
  'LOG_FORK',
  'LOG_ROLLBACK',
  'LOG_REORGANISED',
  'LOG_UNWITNESSED',
  'LOG_UNCHECKED',
  'INTERNAL',
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

/**
 * True if the outside could not be asked, did not speak with one voice, or speaks in a form that is not known here: that
 * may pass, and is nobody's answer.
 */
export function isPassing(code: ErrorCode): boolean {
  return code === 'RPC_DISAGREE' || code === 'HEADER_FORM_UNKNOWN' || code.endsWith('_UNAVAILABLE');
}

/** One fault of a request: where (RFC 6901 JSON pointer), which code, and why in words. */
export interface Fault {
  readonly pointer: string;
  readonly code: ErrorCode;
  readonly detail: string;
}

/** The most faults that one refusal lists. */
export const FAULTS_MAX = 100;

/** A refusal that the caller can act on. It knows nothing of HTTP; `infra/http/problems/status.ts` maps the code. */
export class DomainError extends Error {
  override readonly name = 'DomainError';

  constructor(
    readonly code: ErrorCode,
    detail: string,
    readonly faults: readonly Fault[] = [],
    options?: ErrorOptions,
  ) {
    super(detail, options);
  }

  /** A refusal about one member of the request body. */
  static at(pointer: string, code: ErrorCode, detail: string): DomainError {
    return new DomainError(code, detail, [{ pointer, code, detail }]);
  }

  /** One refusal of several faults, with the code of the first. */
  static of(first: Fault, ...others: readonly Fault[]): DomainError {
    const faults = [first, ...others];
    const detail =
      others.length === 0 ? first.detail : `${String(faults.length)} members are not as expected`;
    return new DomainError(first.code, detail, faults.slice(0, FAULTS_MAX));
  }
}

/** A refusal as a value, where the caller must inspect it. */
export interface Refusal {
  readonly code: ErrorCode;
  readonly reason: string;
}

export function refusal(code: ErrorCode, reason: string): Refusal {
  return { code, reason };
}

/** Makes a forgotten case a compile error. If one occurs at run time all the same, it throws. */
export function unreachable(value: never): never {
  throw new Error(`unreachable: ${JSON.stringify(value)}`);
}
