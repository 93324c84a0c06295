import { z } from 'zod';
import { ACTS, AUDIT_TYPES } from '../../src/domain/audit-log/acts/acts.js';
import type { Act } from '../../src/domain/audit-log/acts/act.js';

/** The types of docs/audit-log-format.md, of the schemas that entries are written by. */
function auditTypesTable(): string {
  const rows = AUDIT_TYPES.map((type) => {
    const { actor, subject, outcome, detail, note }: Act = ACTS[type] as unknown as Act;
    const members = Object.entries(detail.shape).map(([name, form]) => memberWords(name, form as z.ZodType));
    const said = members.length === 0 ? 'empty' : members.join('; ');
    const cells = [`\`${type}\``, actor, subject, outcomeWords(outcome), said + (note ? `. ${note}` : '')];
    return `| ${cells.join(' | ')} |`;
  });
  const head = [
    '| Type | Actor | Subject | Outcome | `detail` |',
    '| ---- | ----- | ------- | ------- | -------- |',
  ];
  return [...head, ...rows].join('\n');
}

/** The document with its table, which stands between two marks, written anew. */
export function withTypesTable(document: string): string {
  const block = /<!-- types -->[^]*<!-- \/types -->/;
  if (!block.test(document)) throw new Error('the document has no marks around its table');
  return document.replace(block, () => `<!-- types -->\n\n${auditTypesTable()}\n\n<!-- /types -->`);
}

function outcomeWords(outcome: Act['outcome']): string {
  if (typeof outcome === 'string') return outcome;
  const values = Object.entries<string>(outcome.values);
  const ends = [...new Set(values.map(([, end]) => end))].map((end) => {
    const names = values.filter(([, each]) => each === end).map(([value]) => `\`${value}\``);
    return `${names.join(', ')} ${end}`;
  });
  return `by \`${outcome.member}\`: ${ends.join('; ')}`;
}

function memberWords(name: string, form: z.ZodType): string {
  return `\`${name}\`${form instanceof z.ZodExactOptional ? '?' : ''}: ${formWords(form)}`;
}

function formWords(form: z.ZodType): string {
  if (form.description !== undefined) return form.description;
  if (form instanceof z.ZodExactOptional || form instanceof z.ZodNullable)
    return formWords(form.unwrap() as z.ZodType);
  if (form instanceof z.ZodEnum) return form.options.map((each) => `\`${String(each)}\``).join(', ');
  if (form instanceof z.ZodLiteral) return [...form.values].map((each) => `\`${String(each)}\``).join(', ');
  throw new Error('a member of a detail has a form without words');
}
