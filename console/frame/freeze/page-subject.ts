export type PageSubject =
  | { readonly kind: 'safe'; readonly id: string }
  | { readonly kind: 'transfer'; readonly id: string };

/** What a page is about, by its path. Null for pages about more than one thing. */
export function pageSubject(path: string): PageSubject | null {
  const [, place, id = ''] = path.split('/');
  if (place === 'safes' && /^safe_[0-9a-f-]{36}$/.test(id)) return { kind: 'safe', id };
  if (place === 'transfers' && /^tr_[0-9a-f-]{36}$/.test(id)) return { kind: 'transfer', id };
  return null;
}
