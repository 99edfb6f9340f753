import { statedFacts, type FactName } from '../assessment.ts'
import { chinaWallTime } from '../instant.ts'
import type { IncidentState } from './state.ts'
import { workOf, type Work } from './work.ts'

const factWords: Readonly<Record<FactName | 'place' | 'occurred', string>> = {
  deaths: '死亡人数',
  seriousInjuries: '重伤人数',
  injuries: '受伤人数',
  missing: '失联人数',
  trapped: '被困人数',
  evacuated: '疏散人数',
  lossYuan: '直接经济损失（元）',
  poisoned: '中毒人数',
  areaSquareMetres: '面积（平方米）',
  place: '地点',
  occurred: '事发时间'
}

/** 一项说法: what is said of the matter, and the last word of whoever checked it. */
export interface Statement {
  readonly fact: string
  readonly value: string
  /** The words that it was read from; empty where it was read from none. */
  readonly text: string
  /** Null: nobody has checked it. */
  readonly check: Work['factChecks'][number] | null
}

/** Whether it is one that the machine reads too; else people named it themselves. */
export function isNamedFact(fact: string): boolean {
  return Object.hasOwn(factWords, fact)
}

/** The name of a fact; one that people named themselves keeps its name. */
export function factName(fact: string): string {
  return isNamedFact(fact) ? factWords[fact as FactName] : fact
}

/** What is stated and what was checked besides. A value that changed has been checked by nobody. */
export function statementsOf(state: IncidentState): Statement[] {
  const { factChecks } = workOf(state)
  const stated = [
    ...statedFacts(state.facts).map(([fact, { value, text }]) => ({ fact: fact as string, value: String(value), text })),
    ...state.places.map(({ name, text }) => ({ fact: 'place', value: name ?? text, text })),
    ...state.anchors.flatMap(({ kind, at, reason }) => (kind === 'occurred' ? [{ fact: 'occurred', value: chinaWallTime(at), text: reason }] : []))
  ]
  const own = factChecks.filter((check) => !stated.some((one) => isOf(one, check))).map(({ fact, value }) => ({ fact, value, text: '' }))
  const all = [...stated, ...own.filter((one, index) => own.findIndex((other) => isOf(other, one)) === index)]
  return all.map((one) => ({ ...one, check: factChecks.findLast((check) => isOf(one, check)) ?? null }))
}

function isOf(one: Pick<Statement, 'fact' | 'value'>, other: Pick<Statement, 'fact' | 'value'>): boolean {
  return one.fact === other.fact && one.value === other.value
}
