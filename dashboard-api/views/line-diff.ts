import { diffLines } from 'diff'
import type { DiffLine, DiffView } from '../contract-rules.ts'

/** Lines that stay around each change. */
const around = 3
/** Texts without a line in common take the longest; what is not done by then is told as a whole. */
const longestMs = 500

/** Line by line, what stays far from any change left out. Numbers are those of the new text, of what is taken away those of the old. */
export function lineDiff(before: string, after: string): DiffView {
  const changes = diffLines(withEnd(before), withEnd(after), { timeout: longestMs }) ?? [
    { value: withEnd(before), removed: true, added: false },
    { value: withEnd(after), removed: false, added: true }
  ]
  const lines: DiffLine[] = []
  let [oldLine, newLine] = [1, 1]
  for (const { value, added, removed } of changes) {
    for (const text of value.split('\n').slice(0, -1)) {
      lines.push({ change: added ? 'added' : removed ? 'removed' : 'same', line: removed ? oldLine : newLine, text })
      if (!added) oldLine++
      if (!removed) newLine++
    }
  }
  return {
    added: lines.filter(({ change }) => change === 'added').length,
    removed: lines.filter(({ change }) => change === 'removed').length,
    lines: shortened(lines)
  }
}

function withEnd(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`
}

function shortened(lines: readonly DiffLine[]): DiffLine[] {
  const near = new Set<number>()
  for (const [index, { change }] of lines.entries()) {
    if (change === 'same') continue
    for (let at = index - around; at <= index + around; at++) near.add(at)
  }
  const shown: DiffLine[] = []
  let skipped = 0
  const tell = (): void => {
    if (skipped > 0) shown.push({ change: 'skipped', line: null, text: `…${skipped} 行未改` })
    skipped = 0
  }
  for (const [index, line] of lines.entries()) {
    if (!near.has(index)) skipped++
    else {
      tell()
      shown.push(line)
    }
  }
  if (near.size > 0) tell()
  return shown
}
