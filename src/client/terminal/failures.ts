import { ProgramFailure } from '../../cli/program-failure.js';
import type { Refusal } from '../../domain/errors.js';
import { EXIT, exitOf } from './exit-codes.js';

/** The command line is not as it should be. */
export const misused = (message: string, ...lines: readonly string[]) =>
  new ProgramFailure(EXIT.usage, message, lines);

/** What the gateway says is not what its parts say: nothing was signed. */
export const mismatched = (message: string, ...lines: readonly string[]) =>
  new ProgramFailure(EXIT.mismatch, message, lines);

export const refused = (message: string, ...lines: readonly string[]) =>
  new ProgramFailure(EXIT.refused, message, lines);

export const notFound = (message: string, ...lines: readonly string[]) =>
  new ProgramFailure(EXIT.notFound, message, lines);

export const notSignedIn = (message: string) => new ProgramFailure(EXIT.notSignedIn, message);

export const timedOut = (message: string) => new ProgramFailure(EXIT.timeout, message);

/** What the gateway would refuse, said before anything is signed. */
export const refusedFor = ({ code, reason }: Refusal) =>
  new ProgramFailure(exitOf(code), `${code}: ${reason}; nothing was signed`);
