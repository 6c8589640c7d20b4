/** A place in a table, counted from 0, heads left out. */
export interface Cell {
  row: number;
  column: number;
}

/**
 * Where a key leads from a cell; undefined for a key that leads nowhere, or off the table.
 *
 * @param key as in `KeyboardEvent.key`
 */
export function cellAfter(
  key: string,
  { row, column }: Cell,
  rows: number,
  columns: number,
): Cell | undefined {
  const to = target(key, row, column, columns);
  if (!to || to.row < 0 || to.row >= rows || to.column < 0 || to.column >= columns) {
    return undefined;
  }
  return to;
}

function target(key: string, row: number, column: number, columns: number): Cell | undefined {
  switch (key) {
    case 'ArrowLeft':
      return { row, column: column - 1 };
    case 'ArrowRight':
      return { row, column: column + 1 };
    case 'ArrowUp':
      return { row: row - 1, column };
    case 'ArrowDown':
      return { row: row + 1, column };
    case 'Home':
      return { row, column: 0 };
    case 'End':
      return { row, column: columns - 1 };
    default:
      return undefined;
  }
}
