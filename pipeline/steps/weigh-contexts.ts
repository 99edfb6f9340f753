import { noFacts, type Fact, type Facts, type Span } from '../../core/assessment.ts'
import { normalise, type Normalised } from './normalise.ts'
import { isEnacted, isOfficial, isOfWork } from './frames.ts'
import type { Context } from './read-context.ts'
import { sentenceAt, type FigurePlace } from '../facts/figure-place.ts'

/** A context that does not stand, and the words that speak against it. */
export interface Outweighed {
  readonly context: Context
  readonly why: string
  readonly evidence: readonly Span[]
}

export interface WeighedContexts {
  readonly standing: readonly Context[]
  readonly outweighed: readonly Outweighed[]
  /** The figures that no standing context takes the ground from. */
  readonly facts: Facts
}

const harms = ['deaths', 'injuries', 'missing', 'trapped'] as const
/** In these nothing happened, whatever the figures say. */
const groundless: ReadonlySet<Context['id']> = new Set(['drill', 'fiction', 'denial'])

/** Whether the text counts people that came to harm. */
export function hasHarm(facts: Facts): boolean {
  return harms.some((name) => (facts[name]?.value ?? 0) > 0)
}

/**
 * Which contexts stand once the figures are known. One that stands beside a figure must reach it: a drill that is held, a work
 * with its title. A mere word takes nothing back: an alarm too many is cheaper than one missed.
 */
export function weighContexts(contexts: readonly Context[], document: Normalised, facts: Facts): WeighedContexts {
  const standing: Context[] = []
  const outweighed: Outweighed[] = []
  for (const context of contexts) {
    if (context.id === 'real' || context.id === 'mishap' || context.id === 'simulated') continue
    const against = speaksAgainst(context, contexts, document, facts)
    if (against === null) standing.push(context)
    else outweighed.push({ context, ...against })
  }
  return { standing, outweighed, facts: standing.some(({ id }) => groundless.has(id)) ? noFacts : facts }
}

type Against = Omit<Outweighed, 'context'>

const saidByOffices: Against = { why: '有关部门通报了伤亡', evidence: [] }

function speaksAgainst(context: Context, contexts: readonly Context[], document: Normalised, facts: Facts): Against | null {
  const harm = hasHarm(facts)
  const real = contexts.find(({ id }) => id === 'real')
  if (real !== undefined && (harm || context.id === 'drill')) return { why: '文中有真实事件的说法', evidence: real.evidence }
  if (!harm) return null
  const places = (id: Context['id']): Context['places'] => contexts.filter((one) => one.id === id).flatMap((one) => one.places)
  switch (context.id) {
    case 'drill':
      return unreached(document, facts, (figure) => isEnacted(document, figure, context.places, places('simulated'), places('mishap')))
    case 'offtopic':
      return isOfficial(document.plain) ? saidByOffices : null
    case 'fiction':
      if (isOfficial(document.plain)) return saidByOffices
      return unreached(document, facts, (figure) => isOfWork(document, figure, context, places('mishap')))
    // Figures that are taken back or of long ago are no facts by now: what is left is stated, and of these days.
    case 'denial':
      return { why: '文中有真实的伤亡', evidence: statedHarm(facts).map(spanOf) }
    case 'history':
      return { why: '文中的伤亡不是往事', evidence: statedHarm(facts).map(spanOf) }
    default:
      return null
  }
}

/** The figures of people that came to harm. */
export function statedHarm(facts: Facts): Fact[] {
  return harms.flatMap((name) => facts[name] ?? []).filter(({ value }) => value > 0)
}

/** The first figure that the context does not reach, as what speaks against it. */
function unreached(document: Normalised, facts: Facts, isReached: (figure: FigurePlace) => boolean): Against | null {
  for (const fact of statedHarm(facts)) {
    const at = placeOf(document, fact)
    if (at >= 0 && isReached(sentenceAt(document.plain, at, fact.text.length))) continue
    return { why: '文中有真实的伤亡', evidence: [spanOf(fact)] }
  }
  return null
}

function spanOf({ text, offset, field }: Fact): Span {
  return { text, offset, ...(field && { field }) }
}

function placeOf({ plain, titleEnd }: Pick<Normalised, 'plain' | 'titleEnd'>, fact: Fact): number {
  return plain.indexOf(normalise({ title: null, text: fact.text }).plain.trim(), fact.field === 'title' ? 0 : titleEnd)
}
