import { shownText } from './shown-text.ts'

/**
 * Rows as a file that Excel opens rightly: with a BOM, quoted, and no cell that it would run as a formula. Full-width signs count as
 * well, since an input method may have typed them. What would turn the order of a text is marked.
 */
export function csvText(rows: readonly (readonly (string | number)[])[]): string {
  return `\ufeff${rows.map((row) => row.map(cell).join(',')).join('\r\n')}`
}

function cell(value: string | number): string {
  if (typeof value === 'number') return String(value)
  const safe = /^[\s\p{Cf}]*[=+\-@＝＋－＠]|^[\t\r\n]/u.test(value) ? `'${value}` : value
  return `"${shownText(safe).replaceAll('"', '""')}"`
}
