import type { z } from 'zod'
import { noFacts, type Fact, type Facts } from '../../core/assessment.ts'
import { ContextWords, Lexicon } from '../../core/lexicon.ts'
import { RulePack, type Rule } from '../../core/rule.ts'
import type { Firing } from '../../pipeline/rules/compile.ts'
import type { Hit } from '../../pipeline/rules/vocabulary.ts'
import type { Normalised } from '../../pipeline/steps/normalise.ts'
import { contextOf, type Context } from '../../pipeline/steps/read-context.ts'

/** A pack of one rule, 占道 of city management unless told otherwise. */
export function packOf(rule: Partial<Rule> = {}, subject = '城市管理'): RulePack {
  const plain = { id: 'r', name: '占道', eventType: '占道经营', when: { any: ['占道'] }, source: '城市管理规定' }
  return RulePack.parse({ id: 'p', subject, version: '1', rules: [{ ...plain, ...rule }] })
}

/** The rule of such a pack, fired by the words given wherever they stand in the document. */
export function firedBy(document: Normalised, words: readonly string[], rule: Partial<Rule> = {}, subject?: string): Firing {
  const pack = packOf(rule, subject)
  const [parsed] = pack.rules
  if (parsed === undefined) throw new Error('a pack has a rule')
  return { rule: parsed, pack, hits: words.flatMap((word) => hitsOf(document.plain, word)) }
}

function hitsOf(plain: string, word: string): Hit[] {
  const hits: Hit[] = []
  for (let at = plain.indexOf(word); at >= 0; at = plain.indexOf(word, at + 1)) hits.push({ term: 0, start: at, end: at + word.length, whole: true })
  return hits
}

/** Facts of which only these are stated: a number, or a number with the words of the text. */
export function factsOf(stated: { readonly [name in keyof Facts]?: number | Partial<Fact> }): Facts {
  const facts = Object.entries(stated).map(([name, said]) => {
    const part = typeof said === 'number' ? { value: said } : said
    return [name, { value: 1, text: `${part.value ?? 1}人`, offset: 0, ...part }] as const
  })
  return { ...noFacts, ...Object.fromEntries(facts) }
}

/** A context whose words stand in the document; it lowers by 4 whatever happens, unless told otherwise. */
export function contextIn(document: Normalised, words: string, list: Partial<z.input<typeof ContextWords>> & Pick<ContextWords, 'id'>): Context {
  const parsed = ContextWords.parse({ name: list.id, reach: 'text', lowers: 4, words: [words], ...list })
  const start = document.plain.indexOf(words)
  return contextOf(parsed, document, start < 0 ? [] : [{ start, end: start + words.length }])
}

type Draft = z.input<typeof Lexicon>

/** A lexicon with nothing in it but what is given. */
export function lexiconWith({ contexts = [], organisations = {}, places = {}, ...rest }: LexiconDraft): Lexicon {
  return Lexicon.parse({
    contexts: contexts.length > 0 ? contexts : [{ id: 'offtopic', name: '无关', reach: 'text', words: ['无关'] }],
    disguises: { words: {}, homophones: {}, splits: {}, emoji: {}, everyday: '' },
    sentiment: {
      groups: [{ id: 'none', name: '无', weight: 0, words: ['无'] }],
      negations: [],
      prohibitions: [],
      intensifiers: [],
      contrasts: [],
      concessions: [],
      vanishings: [],
      wishes: [],
      suppositions: [],
      ironies: [],
      petitions: [],
      courtesies: [],
      register: { formal: '', personal: '' },
      stance: { authorities: [], officials: [], actions: [], misconduct: [], failures: [], merits: [] }
    },
    abroad: [],
    names: {
      organisations: {
        offices: [],
        bureaus: [],
        titles: [],
        suffixes: [],
        generic: [],
        before: [],
        known: [],
        clubs: [],
        sports: [],
        ...organisations
      },
      places: { streets: [], suffixes: [], ordinary: [], known: [], ...places }
    },
    world: [],
    kinds: { verb: [], noun: [] },
    ...rest
  })
}

interface LexiconDraft extends Partial<Pick<Draft, 'contexts' | 'abroad' | 'world' | 'kinds'>> {
  readonly organisations?: Partial<Draft['names']['organisations']>
  readonly places?: Partial<Draft['names']['places']>
}
