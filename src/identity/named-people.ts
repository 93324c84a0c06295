import { Injectable } from '@nestjs/common';
import { Actors, type NamedAt } from '../audit-log/actors.js';
import { DomainError } from '../domain/errors.js';
import { whom } from '../domain/identity/whom.js';
import { ApiKeysRepository } from './api-keys.repository.js';
import { PeopleRepository } from './people.repository.js';

interface Named {
  readonly id: string;
  readonly name: string;
}

/** Actors of entries that are nobody. */
const NOBODY: readonly string[] = ['system', 'anonymous'];

/** Finds the people and services that a request names by id or by name. */
@Injectable()
export class NamedPeople extends Actors {
  constructor(
    private readonly people: PeopleRepository,
    private readonly apiKeys: ApiKeysRepository,
  ) {
    super();
  }

  override async meant(given: string, at: NamedAt): Promise<string> {
    if (NOBODY.includes(given)) return given;
    const all: readonly Named[] = [...(await this.people.list()), ...(await this.apiKeys.list())];
    return one(given, all, at).id;
  }

  override async names(ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const asked = new Set(ids);
    const named: Named[] = [...(await this.people.list())];
    if (ids.some((id) => id.startsWith('key_'))) named.push(...(await this.apiKeys.list()));
    return new Map(named.filter(({ id }) => asked.has(id)).map(({ id, name }) => [id, name]));
  }
}

function one<T extends Named>(given: string, all: readonly T[], { pointer, code }: NamedAt): T {
  const found = whom(given, all);
  if (found.kind === 'none') throw DomainError.at(pointer, code, found.words);
  return found.who;
}
