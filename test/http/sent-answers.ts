import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Request } from 'express';
import { z } from 'zod';

export interface SentAnswer {
  readonly method: string;
  /** As the router writes it: `/v1/transfers/:id`. */
  readonly route: string;
  readonly status: number;
  readonly media: string;
  readonly text: string;
  readonly request: Request;
}

const Matched = z.object({ path: z.string() });

/** Shows every answer of a route that is text, refusals included. Before anything else is put in front of the routes. */
export function watchAnswers(app: NestExpressApplication, see: (sent: SentAnswer) => void): void {
  app.use((request: Request, response: NonNullable<Request['res']>, next: () => void) => {
    const send = response.send.bind(response);
    response.send = (body: unknown) => {
      const route = Matched.safeParse(request.route).data?.path;
      // Objects come again, as text.
      if (typeof body === 'string' && route !== undefined) {
        const media = String(response.getHeader('Content-Type') ?? 'text/html').split(';', 1)[0] ?? '';
        see({ method: request.method, route, status: response.statusCode, media, text: body, request });
      }
      return send(body);
    };
    next();
  });
}

/** The path as OpenAPI writes it. */
export const templated = (route: string): string => route.replace(/[:*]([a-zA-Z]+)/g, '{$1}');
