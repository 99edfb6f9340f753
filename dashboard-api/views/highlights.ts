import type { Assessment, FactName } from '../../core/assessment.ts'
import type { Highlight } from '../contract.ts'
import { factName } from './timeline-event.ts'

/** Words of the evidence to mark: facts win over rules, rules over places, where they overlap. */
export function highlightsOf(assessment: Assessment, titleLength: number, textLength: number): Highlight[] {
  const chosen: Highlight[] = []
  for (const one of [...facts(assessment), ...rules(assessment), ...places(assessment)]) {
    const fits = one.length > 0 && one.offset + one.length <= (one.field === 'title' ? titleLength : textLength)
    if (fits && !chosen.some((other) => overlap(one, other))) chosen.push(one)
  }
  return chosen.sort((a, b) => (a.field === b.field ? a.offset - b.offset : a.field === 'title' ? -1 : 1))
}

function facts({ facts: found }: Assessment): Highlight[] {
  return (Object.keys(found) as FactName[]).flatMap((name) => {
    const fact = found[name]
    return fact === null || fact === undefined ? [] : [mark('fact', fact, `${factName(name)} ${fact.value}`)]
  })
}

function rules({ rules: found }: Assessment): Highlight[] {
  return found.flatMap((rule) => rule.matches.map((match) => mark('rule', match, `${rule.subject} · ${rule.id}`)))
}

function places({ places: found }: Assessment): Highlight[] {
  return found.map((place) => mark('place', place, place.name ?? place.text))
}

function mark(
  kind: Highlight['kind'],
  { text, offset, field }: { text: string; offset: number; field?: 'title' | undefined },
  label: string
): Highlight {
  return { field: field ?? 'text', offset, length: text.length, kind, label }
}

function overlap(a: Highlight, b: Highlight): boolean {
  return a.field === b.field && a.offset < b.offset + b.length && b.offset < a.offset + a.length
}
