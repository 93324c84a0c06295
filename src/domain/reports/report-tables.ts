import type { AccessReport, Called, SignedAct } from './access-report.js';
import type { DutiesReport } from './duties-report.js';

/** A cell: what people read, and what programs call it. */
export interface ReportCell {
  readonly text: string;
  readonly id?: string;
}

/** A report as people read it. */
export interface ReportTable {
  readonly title: string;
  readonly sentence: string;
  readonly columns: readonly { readonly title: string; readonly share: number }[];
  readonly rows: readonly (readonly ReportCell[])[];
}

export type LogReport = AccessReport | DutiesReport;

export function reportTables(report: LogReport): readonly ReportTable[] {
  return report.report === 'access' ? [accessTable(report)] : [transferTable(report), moverTable(report)];
}

export function reportTitle({ report }: LogReport): string {
  return report === 'access' ? 'User access' : 'Separation of duties';
}

/** What a reader must know before believing a report. */
export function reportRemarks(report: LogReport): readonly string[] {
  const { unknownChanges } = report;
  const unknown =
    unknownChanges === 0
      ? []
      : [
          `${String(unknownChanges)} changes took effect whose proposals were not among the entries: what they did is missing here.`,
        ];
  const cut =
    report.report === 'duties' && report.isCut
      ? ['There were more small sets of people than are listed.']
      : [];
  return [...unknown, ...cut];
}

function accessTable({ rows }: AccessReport): ReportTable {
  return {
    title: 'Who could do what',
    sentence:
      'Roles, groups, keys and accounts of people, and roles of API keys, with the signed act by which each began and ended.',
    columns: [
      { title: 'Who', share: 128 },
      { title: 'What', share: 64 },
      { title: 'Which', share: 112 },
      { title: 'From', share: 94 },
      { title: 'To', share: 94 },
      { title: 'Granted by', share: 130 },
      { title: 'Ended by', share: 130 },
    ],
    rows: rows.map(({ who, right, value, from, to, grantedBy, endedBy }) => [
      calledCell(who),
      { text: right },
      { text: value },
      { text: from },
      { text: to ?? 'still' },
      actCell(grantedBy),
      endedBy === null ? { text: to === null ? '' : 'by itself' } : actCell(endedBy),
    ]),
  };
}

function transferTable({ transfers }: DutiesReport): ReportTable {
  const broken = transfers.filter(({ violations }) => violations.length > 0).length;
  return {
    title: 'Transfers',
    sentence: `Transfers that were asked for: ${String(transfers.length)}. ${broken === 0 ? 'No rule of the separation of duties was broken' : `Rules were broken in ${String(broken)} of them`}.`,
    columns: [
      { title: 'Transfer', share: 128 },
      { title: 'What', share: 120 },
      { title: 'Requester', share: 100 },
      { title: 'Confirmers', share: 100 },
      { title: 'Exceptions by', share: 90 },
      { title: "Owners' signers", share: 110 },
      { title: 'Rules broken', share: 100 },
    ],
    rows: transfers.map((each) => [
      { text: `${each.state}, asked for at ${each.requestedAt}`, id: each.transfer },
      {
        text: `${each.amount ?? '?'} ${each.asset.name ?? each.asset.id} from ${nameOf(each.safe)} to ${nameOf(each.destination)}`,
        id: each.destination.id,
      },
      calledCell(each.requester),
      calledCells(each.confirmers),
      calledCells(each.excepters),
      calledCells(each.signers),
      {
        text:
          each.violations.length === 0
            ? 'none'
            : each.violations.map(({ rule, words }) => `${rule}: ${words}`).join('; '),
      },
    ]),
  };
}

function moverTable({ movers }: DutiesReport): ReportTable {
  return {
    title: 'Who could have moved funds alone, or as a pair',
    sentence:
      movers.length === 0
        ? 'Nobody could: three people or more had to act together, at all times, in every way.'
        : 'By the people, keys, quorums and policy of each time. "outside" is past Sluice, by the signatures of the Safe\'s owners alone.',
    columns: [
      { title: 'People', share: 220 },
      { title: 'Safe', share: 160 },
      { title: 'Way', share: 140 },
      { title: 'From', share: 100 },
      { title: 'To', share: 100 },
    ],
    rows: movers.map(({ people, safe, way, from, to }) => [
      calledCells(people),
      calledCell(safe),
      { text: way },
      { text: from },
      { text: to ?? 'still' },
    ]),
  };
}

function nameOf({ id, name }: Called): string {
  return name ?? id;
}

function calledCell({ id, name }: Called): ReportCell {
  return name === null ? { text: id } : { text: name, id };
}

function calledCells(list: readonly Called[]): ReportCell {
  if (list.length === 0) return { text: 'none' };
  return { text: list.map(nameOf).join(', '), id: list.map(({ id }) => id).join(', ') };
}

function actCell({ act, signers }: SignedAct): ReportCell {
  return { text: signers.map(nameOf).join(', '), id: act };
}
