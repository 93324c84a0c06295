import { METHOD_METADATA, ROUTE_ARGS_METADATA, RouteParamtypes } from '@nestjs/common/internal';
import type { INestApplication } from '@nestjs/common';
import { MetadataScanner, ModulesContainer } from '@nestjs/core';
import { z } from 'zod';
import { operationId } from '../../src/infra/http/docs/operation-id.js';
import { Problem } from '../../src/infra/http/wire.contract.js';

/** What `@ApiOperation` and `@ApiResponse` keep on a handler. */
const [OPERATION, PUBLISHED] = ['swagger/apiOperation', 'swagger/apiResponse'] as const;
const Operation = z.looseObject({ operationId: z.string().optional() });
const Contract = z.custom<z.ZodType>((each) => each instanceof z.ZodType);
const Published = z.record(z.string(), z.looseObject({ standardSchema: Contract.optional() })).default({});
const Arguments = z.record(z.string(), z.looseObject({ schema: Contract.optional() })).default({});

/** The zod contracts that one route declares. */
export class RouteContracts {
  private constructor(
    private readonly body: z.ZodType | undefined,
    private readonly answers: Readonly<Record<string, { readonly standardSchema?: z.ZodType | undefined }>>,
  ) {}

  /** Of every route, by the id of its operation. */
  static of(app: INestApplication): ReadonlyMap<string, RouteContracts> {
    const controllers = [...app.get(ModulesContainer, { strict: false }).values()].flatMap((module) =>
      [...module.controllers.values()].map(({ metatype }) => metatype as (new () => object) | null),
    );
    return new Map(controllers.flatMap((each) => (each ? RouteContracts.in(each) : [])));
  }

  private static in(controller: new () => object): [string, RouteContracts][] {
    const prototype = controller.prototype as Record<string, object>;
    return new MetadataScanner().getAllMethodNames(prototype).flatMap((name) => {
      const handler = prototype[name];
      if (handler === undefined || !Reflect.hasMetadata(METHOD_METADATA, handler)) return [];
      const declared = Operation.parse(Reflect.getMetadata(OPERATION, handler));
      const taken = Arguments.parse(Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, name) ?? undefined);
      const body = Object.entries(taken).find(([key]) => key.startsWith(`${String(RouteParamtypes.BODY)}:`));
      const answers = Published.parse(Reflect.getMetadata(PUBLISHED, handler));
      const id = declared.operationId ?? operationId(controller.name, name);
      return [[id, new RouteContracts(body?.[1].schema, answers)]];
    });
  }

  get takesBody(): boolean {
    return this.body !== undefined;
  }

  /** The statuses of answers that have a contract. */
  get answered(): readonly string[] {
    return Object.keys(this.answers).filter((status) => this.answers[status]?.standardSchema !== undefined);
  }

  declares(status: number): boolean {
    return String(status) in this.answers;
  }

  /** What is wrong with a body, in words; nothing if it fits. */
  faultsOfBody(body: unknown): string | undefined {
    return faultsOf(this.body, body);
  }

  /** What is wrong with an answer, in words; nothing if it fits. Without a contract, text fits. */
  faultsOfAnswer(status: number, answer: unknown): string | undefined {
    const contract = status >= 400 ? Problem : this.answers[String(status)]?.standardSchema;
    if (contract === undefined && typeof answer === 'string') return undefined;
    const fault = faultsOf(contract, answer);
    // A contract that is of text is one of JSON that its handler has written.
    return fault === undefined
      ? undefined
      : typeof answer === 'string'
        ? fault
        : faultsOfText(contract, answer, fault);
  }
}

function faultsOf(contract: z.ZodType | undefined, value: unknown): string | undefined {
  if (contract === undefined) return 'nothing is declared';
  const { error } = contract.safeParse(value);
  return error && z.prettifyError(error);
}

function faultsOfText(contract: z.ZodType | undefined, value: unknown, fault: string): string | undefined {
  return faultsOf(contract, JSON.stringify(value)) === undefined ? undefined : fault;
}
