import { QueryClient, type UseQueryResult, useQuery } from '@tanstack/react-query';
import { NoAnswer, Refusal, ask, isSilence, whenSignedOut } from './ask.js';

/** A route that is read, with the type of its answer. */
export interface Read<T> {
  readonly path: `/v1/${string}`;
  /** Never set: it carries the type. */
  readonly answer?: T;
}

const PATIENT = 3;
const SECOND = 1_000;
const SESSION = '/v1/sessions/current';

/** Answers live in memory alone. What is known already stays on the page while it is asked for again. */
export const answers = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      gcTime: 5 * 60_000,
      // A refusal is an answer; silence is asked for again.
      retry: (count, error) => isSilence(error) && count < PATIENT,
      refetchInterval: ({ state }) => againMs(state.error) ?? false,
      networkMode: 'always',
    },
    mutations: { retry: false, networkMode: 'always' },
  },
});

// Whichever answer tells first that the session is over, the frame hears it.
whenSignedOut((path) => {
  if (path !== SESSION) void answers.invalidateQueries({ queryKey: [SESSION] });
});

/** When to ask again what could not be answered now; null where asking again would change nothing. */
export function againMs(error: unknown): number | null {
  if (error instanceof NoAnswer) return 5 * SECOND;
  if (!(error instanceof Refusal)) return null;
  const { status } = error.problem;
  if (status === 429) return 60 * SECOND;
  return status >= 500 ? 10 * SECOND : null;
}

export interface ReadOptions {
  /** Milliseconds; for what changes without an act, of which there is no hint. */
  readonly every?: number;
  readonly isWanted?: boolean;
}

/** The answer to a route, kept up to date by the gateway's hints. Its path is its key. */
export function useRead<T>(read: Read<T>, { every, isWanted = true }: ReadOptions = {}): UseQueryResult<T> {
  return useQuery({
    ...answerTo(read),
    refetchInterval: ({ state }) => againMs(state.error) ?? every ?? false,
    enabled: isWanted,
  });
}

/** How a route is asked, and where its answer is kept. */
export function answerTo<T>({ path }: Read<T>) {
  return { queryKey: [path] as const, queryFn: () => ask<T>(path, { method: 'GET' }) };
}

/** Whether the session is over: nothing of what was shown may stay. */
export function isSignedOut(error: unknown): boolean {
  return error instanceof Refusal && error.problem.status === 401;
}
