import type { FactName } from '../assessment.ts'
import { measureWords } from '../grading.ts'
import { missOf, type LabelledCase, type Miss } from './label.ts'
import { factNames } from './verdict.ts'

export interface FactScore {
  readonly fact: FactName
  readonly judged: number
  readonly right: number
  readonly wrong: number
}

/** Figures read against figures stated. Not said (null) and none (0) are different things. */
export function scoreFacts(cases: readonly LabelledCase[]): { scores: FactScore[]; misses: Miss[] } {
  const misses: Miss[] = []
  const scores = factNames.map((fact) => {
    let judged = 0
    let right = 0
    for (const one of cases) {
      const expected = one.label.facts?.[fact]
      if (expected === undefined) continue
      const given = one.verdict.facts[fact]
      judged++
      if (given === expected) right++
      else misses.push(missOf(one, 'fact', wordsOf(fact, expected), wordsOf(fact, given)))
    }
    return { fact, judged, right, wrong: judged - right }
  })
  return { scores: scores.filter(({ judged }) => judged > 0), misses }
}

function wordsOf(fact: FactName, value: number | null): string {
  return `${measureWords[fact]} ${value ?? '未提及'}`
}
