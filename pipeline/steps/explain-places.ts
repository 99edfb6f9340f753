import type { Reason } from '../../core/assessment.ts'
import type { GazetteerEntry } from '../../core/lexicon.ts'
import type { Stretch } from '../names/stretch.ts'
import type { Normalised } from './normalise.ts'
import type { ResolvedBy } from './resolve-place.ts'

/** A name with the division that it stands for, where that lies, and how it was told: `source` for 本市, 我区. */
export interface Division extends Stretch {
  readonly entry: GazetteerEntry
  readonly ours: boolean
  readonly elsewhere: boolean
  readonly by: ResolvedBy | 'source'
}

const mostEach = 5
const because: Readonly<Record<Division['by'], string | null>> = {
  only: null,
  parent: '按文中的上级地名',
  region: '按来源所在地',
  ours: '按本辖区',
  near: '近旁有本辖区地名',
  lead: '句首的地名，按本辖区',
  first: '重名，未能判断，取第一个',
  source: '按来源所在地'
}

/** Which places speak for us, which for elsewhere, and what was made of names that could mean several. */
export function explainPlaces(document: Normalised, jurisdiction: string, divisions: readonly Division[]): Reason[] {
  if (divisions.length === 0) return []
  const ours = divisions.filter((one) => one.ours)
  const elsewhere = divisions.filter((one) => one.elsewhere)
  const reasons: Reason[] = []
  if (ours.length > 0) reasons.push(reasonOf(document, `在${jurisdiction}的地名：${namesOf(ours)}`, ours))
  if (elsewhere.length > 0) reasons.push(reasonOf(document, `${jurisdiction}以外的地名：${namesOf(elsewhere)}`, elsewhere))
  let told = 0
  for (const one of divisions) {
    const why = because[one.by]
    if (why === null) continue
    if (told++ === mostEach) break
    const said = document.plain.slice(one.start, one.end)
    reasons.push(reasonOf(document, `「${said}」读作${one.entry.name}(${one.entry.code})，${why}`, [one]))
  }
  return reasons
}

function reasonOf(document: Normalised, words: string, of: readonly Division[]): Reason {
  return { step: 'find-places', words, weight: 0, evidence: of.slice(0, mostEach).map(({ start, end }) => document.span(start, end)) }
}

function namesOf(divisions: readonly Division[]): string {
  const names: string[] = []
  for (const { entry } of divisions) {
    if (names.includes(entry.name)) continue
    if (names.length === mostEach) break
    names.push(entry.name)
  }
  return names.join('、')
}
