import { type InfiniteData, useInfiniteQuery } from '@tanstack/react-query';
import type { Read } from './answers.js';
import { ask } from './ask.js';

interface Page<Row> {
  readonly data: readonly Row[];
  readonly nextCursor: string | null;
}

type Path = `/v1/${string}`;

function after(path: Path, cursor: string | null): Path {
  if (cursor === null) return path;
  return `${path}${path.includes('?') ? '&' : '?'}cursor=${encodeURIComponent(cursor)}`;
}

/** A list page by page: the first, and as many more as the reader asks for. Kept up to date as every answer. */
export function usePages<Row>({ path }: Read<Page<Row>>) {
  return useInfiniteQuery<Page<Row>, Error, readonly Row[], [string, 'pages'], string | null>({
    queryKey: [path, 'pages'],
    initialPageParam: null,
    queryFn: ({ pageParam }) => ask<Page<Row>>(after(path, pageParam), { method: 'GET' }),
    getNextPageParam: ({ nextCursor }) => nextCursor,
    select: ({ pages }: InfiniteData<Page<Row>, string | null>) => pages.flatMap(({ data }) => data),
  });
}
