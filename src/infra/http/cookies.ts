import type { Request } from 'express';
import type { Config } from '../../config/config.js';

/** People come by https, whatever ends TLS before Sluice. */
export function isSecure(config: Config): boolean {
  return config.publicOrigin.startsWith('https:');
}

/** With TLS the `__Host-` prefix makes browsers refuse the cookie from any other host or path, and without Secure. */
export function hostCookieName(config: Config, name: string): string {
  return isSecure(config) ? `__Host-${name}` : name;
}

/** Every value that came under this name, as it was sent. */
export function cookiesNamed(request: Request, name: string): readonly string[] {
  return (request.headers.cookie ?? '')
    .split(';')
    .map((cookie) => cookie.trim())
    .filter((cookie) => cookie.startsWith(`${name}=`))
    .map((cookie) => cookie.slice(name.length + 1));
}
