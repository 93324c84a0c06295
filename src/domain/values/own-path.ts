const MAX = 2_000;

/**
 * Whether a text is a path of this very origin, with or without a query, as a browser has it in `location`: nothing that
 * a browser could take for another host, also after it has resolved dots, and no character that it would drop.
 */
export function isOwnPath(text: string): boolean {
  if (text.length > MAX || !/^\/[!-~]*$/.test(text) || /[\\"<>`]/.test(text)) return false;
  const { origin, pathname, username } = new URL(text, OWN);
  return origin === OWN && username === '' && !pathname.startsWith('//');
}

const OWN = 'http://own.invalid';
