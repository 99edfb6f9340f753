import type { Reason } from '../../core/assessment.ts'
import type { GazetteerEntry } from '../../core/lexicon.ts'
import type { Stretch } from '../names/stretch.ts'
import type { Normalised } from './normalise.ts'
import type { ResolvedBy } from './resolve-place.ts'

/** A name with the division that it stands for, and how that was told: `source` for 本市, 我区. */
export interface Division extends Stretch {
  readonly entry: GazetteerEntry
  readonly by: ResolvedBy | 'source'
}

const mostEach = 5
const because: Readonly<Record<Division['by'], string | null>> = {
  only: null,
  parent: '按文中的上级地名',
  region: '按来源所在地',
  ours: '按本辖区',
  first: '重名，未能判断，取第一个',
  source: '按来源所在地'
}

/** Which places speak for us, which for elsewhere, and what was made of names that could mean several. */
export function explainPlaces(
  document: Normalised,
  jurisdiction: string,
  divisions: readonly Division[],
  { isOurs, isElsewhere }: { isOurs: (code: string) => boolean; isElsewhere: (division: Division) => boolean }
): Reason[] {
  const reasonOf = (words: string, of: readonly Division[]): Reason => ({
    step: 'find-places',
    words,
    weight: 0,
    evidence: of.slice(0, mostEach).map(({ start, end }) => document.span(start, end))
  })
  const ours = divisions.filter(({ entry }) => isOurs(entry.code))
  const elsewhere = divisions.filter(isElsewhere)
  const reasons: Reason[] = []
  if (ours.length > 0) reasons.push(reasonOf(`在${jurisdiction}的地名：${namesOf(ours)}`, ours))
  if (elsewhere.length > 0) reasons.push(reasonOf(`${jurisdiction}以外的地名：${namesOf(elsewhere)}`, elsewhere))
  const told = divisions.filter(({ by }) => because[by] !== null).slice(0, mostEach)
  for (const one of told) {
    const said = document.plain.slice(one.start, one.end)
    reasons.push(reasonOf(`「${said}」读作${one.entry.name}(${one.entry.code})，${because[one.by] ?? ''}`, [one]))
  }
  return reasons
}

function namesOf(divisions: readonly Division[]): string {
  return [...new Set(divisions.map(({ entry }) => entry.name))].slice(0, mostEach).join('、')
}
