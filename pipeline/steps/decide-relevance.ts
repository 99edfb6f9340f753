import type { Facts, Reason } from '../../core/assessment.ts'
import type { Department, Jurisdiction } from '../../core/department.ts'
import type { Firing } from '../rules/compile.ts'
import type { PlaceReading } from './find-places.ts'
import type { Normalised } from './normalise.ts'
import type { Context } from './read-context.ts'

const lowering: Readonly<Partial<Record<Context['id'], number>>> = {
  drill: 4,
  fiction: 4,
  aggregate: 4,
  denial: 2.5,
  history: 2.5,
  offtopic: 2.5,
  routine: 2
}

export interface Relevance {
  readonly relevant: boolean
  readonly reasons: readonly Reason[]
}

/**
 * Whether the mention is our business now: a rule fired, the place is ours, the duty is ours, and the context does not say
 * that nothing happened. A real harm in the same text keeps it, whatever the context lowers.
 */
export function decideRelevance(deps: {
  jurisdiction: Jurisdiction
  departments: readonly Department[]
}): (document: Normalised, firings: readonly Firing[], facts: Facts, contexts: readonly Context[], places: PlaceReading) => Relevance {
  const { jurisdiction, departments } = deps
  const national = jurisdiction.codes.length === 0
  const isOurDuty = ({ rule, pack }: Firing): boolean =>
    jurisdiction.everySubject || departments.some((one) => one.subjects.includes(pack.subject) || one.eventTypes.includes(rule.eventType))

  return function relevanceOf(document, firings, facts, contexts, places) {
    const reasons: Reason[] = []
    const say = (words: string, weight: number): void => void reasons.push({ step: 'decide-relevance', words, weight })
    if (firings.length === 0) {
      say('没有规则命中', -1)
      return { relevant: false, reasons }
    }
    const ours = firings.filter(isOurDuty)
    for (const { rule, hits } of firings) {
      reasons.push({
        step: 'match-rules',
        words: `命中规则「${rule.name}」`,
        weight: 1,
        evidence: hits.slice(0, 5).map((hit) => document.span(hit.start, hit.end))
      })
    }
    if (ours.length === 0) say('不属本单位职责', -3)
    const here = national || (places.oursWeight > 0 && places.oursWeight >= places.elsewhereWeight * 0.8)
    if (!national) say(placeWords(places, jurisdiction, here), here ? 1 : -3)
    const harm = (['deaths', 'injuries', 'missing', 'trapped'] as const).some((name) => (facts[name]?.value ?? 0) > 0)
    if (harm) say('文中有伤亡或被困人数', 2)
    const real = contexts.find((context) => context.id === 'real')
    let score = 1 + (ours.some(({ hits }) => hits.some((hit) => hit.start < document.titleEnd)) ? 1 : 0) + (harm ? 2 : 0)
    for (const context of contexts) {
      const weight = lowering[context.id]
      if (weight === undefined) continue
      if (real !== undefined && (harm || context.id === 'drill')) {
        reasons.push({
          step: 'read-context',
          words: `${context.name}，但文中有真实事件的说法，不下调`,
          weight: 0,
          evidence: [...context.evidence, ...real.evidence]
        })
        continue
      }
      score -= weight
      reasons.push({ step: 'read-context', words: `${context.name}，下调`, weight: -weight, evidence: [...context.evidence] })
    }
    return { relevant: ours.length > 0 && here && score > 0, reasons }
  }
}

function placeWords(places: PlaceReading, jurisdiction: Jurisdiction, here: boolean): string {
  if (here) return `地点在${jurisdiction.name}${places.ownWords.length > 0 ? `(${places.ownWords.join('、')})` : ''}`
  return places.elsewhereWeight > 0 ? `地点主要在${jurisdiction.name}以外` : `未提及${jurisdiction.name}的地点`
}
