import { useQuery } from '@tanstack/react-query';
import type { ProblemWords } from '../../src/domain/problems/problem-words.js';

/** Loaded with the first problem: most pages have none. */
const wordsOf = async (code: string): Promise<ProblemWords | null> => {
  const { PROBLEMS } = await import('../../src/domain/problems/problems.js');
  return Object.hasOwn(PROBLEMS, code) ? PROBLEMS[code as keyof typeof PROBLEMS] : null;
};

/** What a code means to people; null if it is none of Sluice's, undefined until it is known. */
export function useProblemWords(code: string | null): ProblemWords | null | undefined {
  const { data } = useQuery({
    queryKey: ['problem', code],
    queryFn: () => wordsOf(code ?? ''),
    enabled: code !== null,
    staleTime: Infinity,
  });
  return data;
}
