import type { ErrorCode } from '../errors.js';
import { AFTERMATH_PROBLEMS } from './aftermath-problems.js';
import { APPROVAL_PROBLEMS } from './approval-problems.js';
import { BOOK_PROBLEMS } from './book-problems.js';
import { CALLER_PROBLEMS } from './caller-problems.js';
import { CHAIN_PROBLEMS } from './chain-problems.js';
import { CHANGE_PROBLEMS } from './change-problems.js';
import { INTEGRITY_PROBLEMS } from './integrity-problems.js';
import { OWNER_PROBLEMS } from './owner-problems.js';
import { POLICY_PROBLEMS } from './policy-problems.js';
import type { ProblemWords } from './problem-words.js';
import { REQUEST_PROBLEMS } from './request-problems.js';

/** What each code means to people: the one source of `/docs/problems`, of the runbook's table and of every page. */
export const PROBLEMS: Readonly<Record<ErrorCode, ProblemWords>> = {
  ...REQUEST_PROBLEMS,
  ...CALLER_PROBLEMS,
  ...INTEGRITY_PROBLEMS,
  ...BOOK_PROBLEMS,
  ...POLICY_PROBLEMS,
  ...CHAIN_PROBLEMS,
  ...APPROVAL_PROBLEMS,
  ...CHANGE_PROBLEMS,
  ...OWNER_PROBLEMS,
  ...AFTERMATH_PROBLEMS,
};

export interface ProblemGroup {
  readonly title: string;
  readonly codes: readonly ErrorCode[];
}

/** The codes in the order in which people look for them. */
export const PROBLEM_GROUPS: readonly ProblemGroup[] = [
  { title: 'The request', codes: codesOf(REQUEST_PROBLEMS) },
  { title: 'Who asks, and what was changed meanwhile', codes: codesOf(CALLER_PROBLEMS) },
  { title: 'The intent, the Safe and its transactions', codes: codesOf(INTEGRITY_PROBLEMS) },
  { title: 'Tokens and destinations', codes: codesOf(BOOK_PROBLEMS) },
  { title: 'The policy', codes: codesOf(POLICY_PROBLEMS) },
  { title: 'Simulations and the chain', codes: codesOf(CHAIN_PROBLEMS) },
  { title: 'Confirmations and the separation of duties', codes: codesOf(APPROVAL_PROBLEMS) },
  { title: 'Governed change', codes: codesOf(CHANGE_PROBLEMS) },
  { title: 'Owners, cancels and the relayer', codes: codesOf(OWNER_PROBLEMS) },
  { title: 'Afterwards, and the audit log', codes: codesOf(AFTERMATH_PROBLEMS) },
];

function codesOf<Code extends ErrorCode>(problems: Readonly<Record<Code, ProblemWords>>): readonly Code[] {
  return Object.keys(problems) as Code[];
}
