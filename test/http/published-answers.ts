import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import { map, type Observable } from 'rxjs';
import { z } from 'zod';
import { Answer } from '../../src/infra/http/answer.js';

/** What `@ApiResponse` keeps on a handler, by status. */
const PUBLISHED = 'swagger/apiResponse';
const Published = z
  .record(z.string(), z.looseObject({ standardSchema: z.custom<z.ZodType>().optional() }))
  .optional();

/** Makes of every answer that its published schema does not describe an error, which no story expects. */
export class PublishedAnswers implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const published = Published.parse(Reflect.getMetadata(PUBLISHED, context.getHandler()));
    const response = context.switchToHttp().getResponse<{ statusCode: number }>();
    return next.handle().pipe(
      map((result: unknown) => {
        const { status, body } =
          result instanceof Answer ? result : { status: response.statusCode, body: result };
        const schema = published?.[String(status)]?.standardSchema;
        if (schema) requireAs(schema, body);
        return result;
      }),
    );
  }
}

function requireAs(schema: z.ZodType, body: unknown): void {
  // A handler that answers with text has written its JSON itself, or a schema that is of text.
  const isText = typeof body === 'string' && !schema.safeParse(body).success;
  const sent: unknown = JSON.parse(isText ? body : JSON.stringify(body));
  const { error } = schema.safeParse(sent);
  if (error) throw new Error(`an answer is not as published: ${z.prettifyError(error)}`);
}
