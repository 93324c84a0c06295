import type { Request } from 'express';
import type { Config } from '../../config/config.js';

/** True if people use https, even if a proxy terminates TLS. */
export function isSecure(config: Config): boolean {
  return config.publicOrigin.startsWith('https:');
}

/** Over TLS, the `__Host-` prefix makes browsers refuse the cookie without Secure, or from another host or path. */
export function hostCookieName(config: Config, name: string): string {
  return isSecure(config) ? `__Host-${name}` : name;
}

/** Every value that was sent under this name, unchanged. */
export function cookiesNamed(request: Request, name: string): readonly string[] {
  return (request.headers.cookie ?? '')
    .split(';')
    .map((cookie) => cookie.trim())
    .filter((cookie) => cookie.startsWith(`${name}=`))
    .map((cookie) => cookie.slice(name.length + 1));
}
