import { isOwnPath } from '../../domain/values/own-path.js';
import { isPagePath } from '../../infra/http/console/serve-console.js';

const HOME = '/';

/** The cookie of a sign-in in progress: the handle, and after a dot where its browser goes on afterwards. */
export function openIdCookie(handle: string, back: string | undefined): string {
  if (back === undefined || !isPlace(back)) return handle;
  return `${handle}.${Buffer.from(back).toString('base64url')}`;
}

export function handleIn(cookie: string): string {
  return cookie.split('.')[0] ?? '';
}

/** A page of the console. Whatever else the cookie says is looked past, as its browser may have been told anything. */
export function placeIn(cookie: string): string {
  const back = Buffer.from(cookie.split('.')[1] ?? '', 'base64url').toString();
  return isPlace(back) ? back : HOME;
}

function isPlace(text: string): boolean {
  return isOwnPath(text) && isPagePath(new URL(text, 'http://own.invalid').pathname);
}
