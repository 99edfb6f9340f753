import type { Facts, Reason, Span } from '../../core/assessment.ts'
import type { Department, Jurisdiction } from '../../core/department.ts'
import type { Firing } from '../rules/compile.ts'
import type { PlaceReading } from './find-places.ts'
import type { Normalised } from './normalise.ts'
import type { Context } from './read-context.ts'
import { hasHarm, type WeighedContexts } from './weigh-contexts.ts'

export interface Relevance {
  readonly relevant: boolean
  readonly reasons: readonly Reason[]
}

/** Contexts in which the figures of the text are not of something that is happening. */
const unreal: ReadonlySet<Context['id']> = new Set(['drill', 'fiction', 'denial', 'history', 'aggregate'])
/** A context that a figure outweighs, and what a person should look at. */
const doubted: Readonly<Partial<Record<Context['id'], string>>> = { drill: '疑似演练', fiction: '疑似虚构', denial: '疑似辟谣' }
/**
 * Whether the mention is our business now: a rule fired, the place is ours, the duty is ours, and the context does not say
 * that nothing happened. Each rule is weighed alone, since a context lowers some kinds only; a real harm in the same text
 * keeps it, whatever the context lowers.
 */
export function decideRelevance(deps: {
  jurisdiction: Jurisdiction
  departments: readonly Department[]
}): (document: Normalised, firings: readonly Firing[], facts: Facts, contexts: WeighedContexts, places: PlaceReading) => Relevance {
  const { jurisdiction, departments } = deps
  const national = jurisdiction.codes.length === 0
  const subjects = new Set(departments.flatMap((one) => one.subjects))
  const eventTypes = new Set(departments.flatMap((one) => one.eventTypes))
  const isOurDuty = ({ rule, pack }: Firing): boolean => jurisdiction.everySubject || subjects.has(pack.subject) || eventTypes.has(rule.eventType)

  return function relevanceOf(document, firings, facts, { standing, outweighed }, places) {
    const reasons: Reason[] = []
    const say = (words: string, weight: number): void => void reasons.push({ step: 'decide-relevance', words, weight })
    const ours = firings.filter(isOurDuty)
    for (const { rule, hits } of firings) {
      const evidence = hits.slice(0, 5).map((hit) => document.span(hit.start, hit.end))
      reasons.push({ step: 'match-rules', words: `命中规则「${rule.name}」`, weight: 1, evidence })
    }
    if (firings.length === 0) say('没有规则命中', -1)
    else if (ours.length === 0) say('不属本单位职责', -3)
    const harm = hasHarm(facts)
    const here = national || (places.oursWeight > 0 && places.oursWeight >= places.elsewhereWeight * 0.8)
    if (!national && (firings.length > 0 || harm)) say(placeWords(places, jurisdiction, here), here ? 1 : -3)
    if (harm) say('文中有伤亡或被困人数', 2)
    for (const { context, why, evidence } of outweighed) reasons.push(outweighedReason(context, why, evidence))
    for (const { name, lowers, evidence } of standing.filter((one) => one.lowers > 0 && ours.some(({ rule }) => one.lowersType(rule.eventType))))
      reasons.push({ step: 'read-context', words: `${name}，下调`, weight: -lowers, evidence: [...evidence] })
    const score = Math.max(0, ...ours.map((firing) => scoreOf(firing, document.titleEnd, harm, standing)))
    const isReal = harm && !standing.some(({ id }) => unreal.has(id))
    if (isReal && score <= 0) say(ours.length > 0 ? '有真实伤亡，不再下调' : '没有规则命中，但有真实伤亡', 1)
    const isOurs = ours.length > 0 || (isReal && jurisdiction.everySubject)
    return { relevant: isOurs && here && (isReal || score > 0), reasons }
  }
}

function outweighedReason({ id, name, evidence }: Context, why: string, against: readonly Span[]): Reason {
  const doubt = doubted[id]
  const words = doubt === undefined ? `${name}，但${why}，不下调` : `${name}，但${why}，不下调（${doubt}，请核实）`
  return { step: 'read-context', words, weight: 0, evidence: [...evidence, ...against] }
}

function scoreOf({ rule, hits }: Firing, titleEnd: number, harm: boolean, standing: readonly Context[]): number {
  const raised = 1 + (hits.some((hit) => hit.start < titleEnd) ? 1 : 0) + (harm ? 2 : 0)
  return standing.reduce((score, context) => score - (context.lowersType(rule.eventType) ? context.lowers : 0), raised)
}

function placeWords(places: PlaceReading, jurisdiction: Jurisdiction, here: boolean): string {
  if (here) return `地点在${jurisdiction.name}${places.ownWords.length > 0 ? `(${places.ownWords.join('、')})` : ''}`
  return places.elsewhereWeight > 0 ? `地点主要在${jurisdiction.name}以外` : `未提及${jurisdiction.name}的地点`
}
