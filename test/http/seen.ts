import type { Response } from 'supertest';

/** An answer as JSON, of which nothing is assumed. */
export interface Seen {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly text: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
}

export async function seen(sent: PromiseLike<Response>): Promise<Seen> {
  const { status, body, text, headers } = (await sent) as Seen;
  return { status, body, text, headers };
}

export function codeOf(response: Response): string {
  return (response.body as { code: string }).code;
}
