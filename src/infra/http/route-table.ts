import { Injectable, type OnModuleInit, RequestMethod } from '@nestjs/common';
import {
  METHOD_METADATA,
  PATH_METADATA,
  ROUTE_ARGS_METADATA,
  RouteParamtypes,
} from '@nestjs/common/internal';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { z } from 'zod';
import { type Access, accessOf } from './access.js';

export interface Route {
  readonly method: string;
  readonly path: string;
  readonly access: Access;
}

const PathText = z.string();
const Method = z.enum(RequestMethod);
const Arguments = z.record(z.string(), z.looseObject({ schema: z.unknown().optional() }));

/** Parameters from outside, which must therefore name the contract that parses them. */
const FROM_OUTSIDE: readonly number[] = [RouteParamtypes.BODY, RouteParamtypes.QUERY, RouteParamtypes.PARAM];
const UNPARSED: readonly number[] = [
  RouteParamtypes.HEADERS,
  RouteParamtypes.RAW_BODY,
  RouteParamtypes.FILE,
  RouteParamtypes.FILES,
];

/** All routes of the application. A route without access rule, or with unparsed input, stops the start. */
@Injectable()
export class RouteTable implements OnModuleInit {
  private routes: readonly (Route & { readonly pattern: RegExp })[] = [];

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
  ) {}

  onModuleInit(): void {
    this.routes = this.discovery.getControllers().flatMap((wrapper) => this.routesOf(wrapper.metatype));
  }

  list(): readonly Route[] {
    return this.routes.map(({ method, path, access }) => ({ method, path, access }));
  }

  /** The methods that a path answers. */
  methodsOf(path: string): readonly string[] {
    const methods = this.routes.filter((route) => route.pattern.test(path)).map((route) => route.method);
    return [...new Set(methods)].sort();
  }

  private routesOf(controller: unknown): (Route & { pattern: RegExp })[] {
    if (typeof controller !== 'function') return [];
    const prefix = PathText.parse(Reflect.getMetadata(PATH_METADATA, controller));
    const prototype = controller.prototype as Record<string, object>;
    return this.scanner.getAllMethodNames(prototype).flatMap((name) => {
      const handler = prototype[name];
      if (handler === undefined || !Reflect.hasMetadata(METHOD_METADATA, handler)) return [];
      const method = RequestMethod[Method.parse(Reflect.getMetadata(METHOD_METADATA, handler))];
      const own = PathText.parse(Reflect.getMetadata(PATH_METADATA, handler));
      const path = `/${[prefix, own]
        .map((part) => part.replace(/^\/+|\/+$/g, ''))
        .filter(Boolean)
        .join('/')}`;
      const access = declaredAccess(handler, `${method} ${path}`, method);
      requireContracts(controller, name, `${method} ${path}`);
      return [{ method, path, access, pattern: patternOf(path) }];
    });
  }
}

function declaredAccess(handler: object, route: string, method: string): Access {
  const access = accessOf(handler);
  if (!access) throw new Error(`${route} does not say who may call it: add @Public, @Read or @Mutation`);
  const expected = method === 'GET' ? 'read' : 'mutation';
  if (access.kind !== 'public' && access.kind !== expected) {
    throw new Error(`${route} is declared as a ${access.kind}, but its method makes it a ${expected}`);
  }
  return access;
}

function requireContracts(controller: object, name: string, route: string): void {
  const declared: unknown = Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, name) ?? {};
  for (const [key, { schema }] of Object.entries(Arguments.parse(declared))) {
    // Keys of custom parameter decorators have a random prefix, which may start with digits too.
    const kind = Number(/^([0-9]+):[0-9]+$/.exec(key)?.[1] ?? Number.NaN);
    if (UNPARSED.includes(kind)) throw new Error(`${route} takes input that no contract parses`);
    if (FROM_OUTSIDE.includes(kind) && schema === undefined) {
      throw new Error(`${route} takes a parameter without a contract: give its decorator a schema`);
    }
  }
}

function patternOf(path: string): RegExp {
  const parts = path
    .split('/')
    .map((part) =>
      part.startsWith(':')
        ? '[^/]+'
        : part.startsWith('*')
          ? '.+'
          : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'),
    );
  return new RegExp(`^${parts.join('/')}/?$`);
}

/** Whether a handler reads the body or the query at all. */
export function takes(kind: 'body' | 'query', controller: object, name: string): boolean {
  const declared: unknown = Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, name) ?? {};
  const wanted = String(kind === 'body' ? RouteParamtypes.BODY : RouteParamtypes.QUERY);
  return Object.keys(Arguments.parse(declared)).some((key) => key.startsWith(`${wanted}:`));
}
