import type { FreezeView } from '../../safes/freezes.contract.js';
import type { Gateway } from '../gateway/gateway.js';
import { safesAt } from '../naming/names.js';
import { rowsText, tableText } from '../terminal/tables.js';

type NameOf = (scope: string) => string;

/** What a freeze stops, by the names of the Safes. */
export async function scopeNames(gateway: Gateway): Promise<NameOf> {
  const names = new Map((await safesAt(gateway)).map(({ id, name }) => [id, name]));
  return (scope) => (scope === 'all' ? 'all Safes' : (names.get(scope) ?? scope));
}

export function freezeText(freeze: FreezeView, nameOf: NameOf): string {
  const { id, scope, at, code, reason, actor, actorName, standing, liftedAt } = freeze;
  return rowsText([
    { name: 'Freeze', value: id },
    { name: 'Stops', value: nameOf(scope) },
    { name: 'Because', value: `${code}: ${reason}` },
    { name: 'Set', value: `${at}, by ${actorName ?? actor}` },
    ...(standing
      ? [{ name: 'To lift it', value: `sluice change propose unfreeze ${id} --reason …` }]
      : [{ name: 'Lifted', value: liftedAt ?? '' }]),
  ]);
}

export function freezeLines(freezes: readonly FreezeView[], nameOf: NameOf, columns?: number): string {
  if (freezes.length === 0) return 'There is none.';
  return tableText(
    ['Freeze', 'Stops', 'Since', 'By', 'Lifted', 'Why'],
    freezes.map(({ id, scope, at, actorName, actor, liftedAt, liftedBy, code, reason }) => [
      ...[id, nameOf(scope), at, actorName ?? actor],
      ...[
        liftedAt === null ? 'it stands' : `${liftedAt}, by ${liftedBy?.change ?? ''}`,
        `${code}: ${reason}`,
      ],
    ]),
    columns,
  );
}
