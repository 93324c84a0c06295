import {
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
  StreamableFile,
} from '@nestjs/common';
import { map, type Observable } from 'rxjs';
import { z } from 'zod';
import { Answer } from '../../src/infra/http/answer.js';

/** What `@ApiProduces` and `@Header` keep on a handler. */
const PRODUCES = 'swagger/apiProduces';
const OWN_HEADERS = '__headers__';
const Produces = z.array(z.string()).default(['application/json']);
const OwnHeaders = z.array(z.looseObject({ name: z.string(), value: z.unknown() })).default([]);
/** What `@ApiResponse` keeps on a handler, by status. */
const PUBLISHED = 'swagger/apiResponse';
const Published = z
  .record(z.string(), z.looseObject({ standardSchema: z.custom<z.ZodType>().optional() }))
  .optional();

/** Makes of every answer that its published schema or media type does not describe an error, which no story expects. */
export class PublishedAnswers implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const published = Published.parse(Reflect.getMetadata(PUBLISHED, context.getHandler()));
    const response = context.switchToHttp().getResponse<{ statusCode: number; headersSent: boolean }>();
    return next.handle().pipe(
      map((result: unknown) => {
        const { status, body } =
          result instanceof Answer ? result : { status: response.statusCode, body: result };
        const schema = published?.[String(status)]?.standardSchema;
        if (schema) requireAs(schema, body);
        if (status < 300 && body !== undefined && !response.headersSent)
          requireMedia(context.getHandler(), body);
        return result;
      }),
    );
  }
}

/** Nest sets the header of a handler after the interceptors, so that it is read from where it is declared. */
function requireMedia(handler: object, body: unknown): void {
  const own = OwnHeaders.parse(Reflect.getMetadata(OWN_HEADERS, handler));
  const declared = own.find(({ name }) => name.toLowerCase() === 'content-type')?.value;
  const usual = typeof body === 'string' ? 'text/html' : 'application/json';
  const sent = body instanceof StreamableFile ? body.getHeaders().type : (declared ?? usual);
  const media = z.string().parse(sent).split(';', 1)[0] ?? '';
  const published = Produces.parse(Reflect.getMetadata(PRODUCES, handler));
  if (!published.includes(media))
    throw new Error(`an answer is not as published: it is ${media}, published as ${published.join(', ')}`);
}

function requireAs(schema: z.ZodType, body: unknown): void {
  // A handler that answers with text has written its JSON itself, or a schema that is of text.
  const isText = typeof body === 'string' && !schema.safeParse(body).success;
  const sent: unknown = JSON.parse(isText ? body : JSON.stringify(body));
  const { error } = schema.safeParse(sent);
  if (error) throw new Error(`an answer is not as published: ${z.prettifyError(error)}`);
}
