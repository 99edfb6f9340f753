import { expect, test } from 'vitest'
import type { Facts } from '../../../../core/assessment.ts'
import type { Grade } from '../../../../core/grade.ts'
import type { ContextWords } from '../../../../core/lexicon.ts'
import type { Rule } from '../../../../core/rule.ts'
import { normalise } from '../../../../pipeline/steps/normalise.ts'
import { sortReply } from '../../../../pipeline/steps/sort-reply.ts'
import { contextIn, factsOf, firedBy } from '../../../support/step-parts.ts'

interface Given {
  readonly main?: Partial<Rule>
  readonly beside?: Partial<Rule>
  readonly contexts?: readonly ContextWords['id'][]
  readonly facts?: Facts
  readonly grade?: Grade
}

function sortOf({ main, beside, contexts = [], facts = factsOf({}), grade }: Given): string {
  const document = normalise({ title: null, text: '占道' })
  const firings = [main, beside].flatMap((rule) => (rule === undefined ? [] : [firedBy(document, ['占道'], rule)]))
  return sortReply({
    main: main === undefined ? undefined : firings[0],
    firings,
    contexts: contexts.map((id) => contextIn(document, '占道', { id })),
    facts,
    grade: grade ?? null
  })
}

const harm = factsOf({ injuries: 1 })

test.each<[string, Given, string]>([
  ['a rumour that is denied wants clearing up', { contexts: ['denial'] }, 'mistaken'],
  ['so does what a rule knows to be one, however grave', { main: { reply: 'mistaken' }, grade: 'III' }, 'mistaken'],
  ['with real harm beside it, it is a serious problem', { main: { reply: 'mistaken' }, contexts: ['denial'], facts: harm }, 'serious-problem'],
  ['so is harm that no rule names', { facts: harm }, 'serious-problem'],
  ['so is 较大', { grade: 'III', main: { reply: 'suggestion' } }, 'serious-problem'],
  ['so is 特别重大', { grade: 'I' }, 'serious-problem'],
  ['so is an emergency of the law, though another rule names the matter', { main: {}, beside: { kind: 'accident' } }, 'serious-problem'],
  ['so is what must be answered', { main: { mustRespond: true, reply: 'suggestion' } }, 'serious-problem'],
  ['一般 is none, and the rule says what it is', { grade: 'IV', main: { reply: 'suggestion' } }, 'suggestion'],
  ['the rule goes before what the text says of itself', { main: { reply: 'uninformed' }, contexts: ['suggestion'] }, 'uninformed'],
  ['a suggestion is one by its words', { main: {}, contexts: ['asking', 'suggestion'] }, 'suggestion'],
  ['who asks is uninformed', { main: {}, contexts: ['asking'] }, 'uninformed'],
  ['a drill says nothing of it', { main: {}, contexts: ['drill'] }, 'difficulty'],
  ['all else is a difficulty', {}, 'difficulty']
])('%s', (_, given, sort) => {
  expect(sortOf(given)).toBe(sort)
})
