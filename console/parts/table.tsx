import type { ReactNode } from 'react';

/** A column by its name; of numbers, or with a name that is only heard. */
type Column =
  | string
  | { readonly number: string }
  | { readonly heard: string; readonly className?: string | undefined };

interface TableProps {
  readonly columns: readonly Column[];
  readonly className?: string | undefined;
  /** Rows; bodies of rows if they are in groups. */
  readonly children: ReactNode;
  readonly isGrouped?: boolean;
}

/** Rows below their columns; on narrow screens cards with the same text. Roles are written out: `display` takes them away. */
export function Table({ columns, className = '', children, isGrouped = false }: TableProps) {
  return (
    <div className="wide">
      <table role="table" className={`cards ${className}`}>
        <thead role="rowgroup">
          <tr role="row">
            {columns.map((column) => (
              <Head key={typeof column === 'string' ? column : Object.values(column)[0]} column={column} />
            ))}
          </tr>
        </thead>
        {isGrouped ? children : <tbody role="rowgroup">{children}</tbody>}
      </table>
    </div>
  );
}

function Head({ column }: { readonly column: Column }) {
  if (typeof column === 'string')
    return (
      <th role="columnheader" scope="col">
        {column}
      </th>
    );
  if ('number' in column)
    return (
      <th role="columnheader" scope="col" className="num">
        {column.number}
      </th>
    );
  return (
    <th role="columnheader" scope="col" className={column.className}>
      <span className="vh">{column.heard}</span>
    </th>
  );
}
