import { applyDecorators, createParamDecorator, type ExecutionContext, SetMetadata } from '@nestjs/common';
import { ApiExtension, ApiSecurity } from '@nestjs/swagger';
import type { Request } from 'express';
import type { AuditType } from '../../domain/audit-log/acts/acts.js';
import { DomainError } from '../../domain/errors.js';
import type { Role } from '../../domain/identity/person.js';
import type { PersonId } from '../../domain/values/identifier.js';

/** The caller: a person by session, or a service by API key, with the roles of now. */
export type Principal =
  | {
      readonly kind: 'person';
      readonly personId: PersonId;
      readonly name: string;
      readonly roles: readonly Role[];
      /** Names the session in the log; it is not the cookie's secret. */
      readonly sessionId: string;
    }
  | {
      readonly kind: 'service';
      readonly apiKeyId: string;
      readonly name: string;
      readonly roles: readonly Role[];
    };

/** A request with what Sluice adds to it. */
export interface SluiceRequest extends Request {
  requestId?: string;
  principal?: Principal;
  /** Nobody need be there to ask for it, so it counts as no use of the session. */
  isUnattended?: boolean;
}

/** The principal as the audit log writes it: `per_…`, `key_…`, or `anonymous`. */
export function actorOf(principal: Principal | undefined): string {
  if (!principal) return 'anonymous';
  return principal.kind === 'person' ? principal.personId : principal.apiKeyId;
}

/**
 * The person behind an approval or a change. Services are refused: they have no enrolled key and approve nothing.
 * @throws DomainError FORBIDDEN
 */
export function personOf(
  principal: Principal,
  otherwise = 'only people do this, each with their own key',
): PersonId {
  if (principal.kind === 'person') return principal.personId;
  throw new DomainError('FORBIDDEN', otherwise);
}

const SAFE_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

export function isMutating(method: string): boolean {
  return !SAFE_METHODS.has(method);
}

const ACCESS = Symbol('access');

/** Who may call a route. A route without it stops the start, and is denied in any case. */
export type Access =
  | { readonly kind: 'public' }
  | { readonly kind: 'read'; readonly roles: readonly Role[] }
  | {
      readonly kind: 'mutation';
      readonly roles: readonly Role[];
      /** Several if the act decides which entry it writes. */
      readonly audit: AuditType | readonly AuditType[];
      readonly signs: Signed;
    };

/** The statement that the request body's signature covers. A route with `nothing` approves and loosens nothing. */
export type Signed =
  | 'TransferIntent'
  | 'Clearance'
  | 'Cancellation'
  | 'PolicyException'
  | 'Change'
  | 'SafeTx'
  | 'nothing';

type Roles = readonly [Role, ...Role[]];

function restricted(access: Exclude<Access, { kind: 'public' }>): MethodDecorator {
  return applyDecorators(
    SetMetadata(ACCESS, access),
    ApiSecurity('session'),
    ApiSecurity('apiKey'),
    ApiExtension('x-roles', [...access.roles]),
    ...(access.kind === 'mutation'
      ? [ApiExtension('x-audit', access.audit), ApiExtension('x-signs', access.signs)]
      : []),
  );
}

/** Anyone, without signing in: only sign-in itself, health, and what it takes to begin. */
export const Public = (): MethodDecorator => SetMetadata(ACCESS, { kind: 'public' } satisfies Access);

/** A GET route, for people and services that have one of the roles. */
export const Read = (...roles: Roles): MethodDecorator => restricted({ kind: 'read', roles });

/** A route that changes something: who may call it, which log entry its transaction writes, and what is signed. */
export const Mutation = (options: {
  roles: Roles;
  audit: AuditType | readonly AuditType[];
  signs: Signed;
}): MethodDecorator => restricted({ kind: 'mutation', ...options });

const UNATTENDED = Symbol('unattended');

/** A GET route that pages call by themselves: it keeps no session from ending. */
export const Unattended = (): MethodDecorator => SetMetadata(UNATTENDED, true);

/** What a page sends with a read that nobody asked it for. It can only shorten its own session. */
const UNATTENDED_HEADER = 'sluice-unattended';

export function isUnattended(handler: object, { method, headers }: Request): boolean {
  if (isMutating(method)) return false;
  return Reflect.hasMetadata(UNATTENDED, handler) || headers[UNATTENDED_HEADER] !== undefined;
}

export function accessOf(handler: object): Access | undefined {
  return Reflect.getMetadata(ACCESS, handler) as Access | undefined;
}

/** Whoever the access guard let in. */
export const CurrentPrincipal = createParamDecorator(
  (_data: unknown, context: ExecutionContext): Principal => {
    const { principal } = context.switchToHttp().getRequest<SluiceRequest>();
    if (!principal) throw new DomainError('UNAUTHENTICATED', 'nobody is signed in');
    return principal;
  },
);
