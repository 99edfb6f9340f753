import type { SentimentLexicon } from '../../core/sentiment-lexicon.ts'
import { LongestMatch } from './longest-match.ts'

/**
 * What a word of the lists does; one word may do several things (希望 praises a little and wishes). Words that do the same share a term: ten
 * thousand words have about a hundred terms, which stay in the cache.
 */
export interface Term {
  weight: number
  /** Number of its group, and what the group weighs at most. */
  group: number
  most: number
  scoped: boolean
  /** Share of the praise in its sentence that it leaves standing. */
  praiseLeft: number
  /** 1 where the word does not intensify. */
  factor: number
  negates: boolean
  prohibits: boolean
  contrasts: boolean
  concedes: boolean
  vanishes: boolean
  wishes: boolean
  supposes: boolean
  ironic: boolean
  petitions: boolean
  courteous: boolean
  /** What it says of an authority: its name, a name that others bear too, its acting, its failing, good or bad conduct. */
  stance: 'authority' | 'official' | 'action' | 'failure' | 'misconduct' | 'merit' | null
  /** Whether it reaches what follows it in any way but negation and degree. */
  opens: boolean
}

export interface Token {
  /** Number of the word in the lists. */
  readonly word: number
  readonly term: Term
  readonly start: number
  readonly end: number
}

interface TermFinder {
  /** How many words the lists have. */
  readonly words: number
  readonly tokensOf: (plain: string) => Token[]
}

const idle: Term = {
  weight: 0,
  group: -1,
  most: 0,
  scoped: true,
  praiseLeft: 1,
  factor: 1,
  negates: false,
  prohibits: false,
  contrasts: false,
  concedes: false,
  vanishes: false,
  wishes: false,
  supposes: false,
  ironic: false,
  petitions: false,
  courteous: false,
  stance: null,
  opens: false
}

/**
 * Finds the words of the sentiment lists, the longest first. No segmenter is asked, as it is for the terms of rules: words of
 * feeling stand in every clause, and cutting them all would cost more than the rest of the assessment. Instead the lists hold the
 * longer words (生气勃勃) that would mislead.
 */
export function createTermFinder(lexicon: SentimentLexicon): TermFinder {
  const terms = termsOf(lexicon)
  const known = shared([...terms.values()])
  const words = new LongestMatch([...terms.keys()])
  const tokensOf = (plain: string): Token[] => {
    const tokens: Token[] = []
    words.scan(plain, (word, start, end) => tokens.push({ word, term: known[word] ?? idle, start, end }))
    return tokens
  }
  return { words: known.length, tokensOf }
}

/** The same terms, those that are alike as one. */
function shared(terms: readonly Term[]): Term[] {
  const distinct = new Map<string, Term>()
  return terms.map((term) => {
    const key = JSON.stringify(term)
    const same = distinct.get(key) ?? term
    distinct.set(key, same)
    return same
  })
}

function termsOf(lexicon: SentimentLexicon): Map<string, Term> {
  const terms = new Map<string, Term>()
  const { stance } = lexicon
  for (const [group, { words, weight, most, scoped, praiseLeft }] of lexicon.groups.entries())
    give(words, { weight, group, most, scoped, praiseLeft })
  for (const { words, factor } of lexicon.intensifiers) give(words, { factor })
  give(lexicon.prohibitions, { negates: true, prohibits: true })
  give(lexicon.negations, { negates: true })
  give(lexicon.contrasts, { contrasts: true })
  give(lexicon.concessions, { concedes: true })
  give(lexicon.vanishings, { vanishes: true })
  give(lexicon.wishes, { wishes: true })
  give(lexicon.suppositions, { supposes: true })
  give(lexicon.ironies, { ironic: true })
  give(lexicon.petitions, { petitions: true })
  give(lexicon.courtesies, { courteous: true })
  give(stance.authorities, { stance: 'authority' })
  give(stance.officials, { stance: 'official' })
  give(stance.actions, { stance: 'action' })
  give(stance.misconduct, { stance: 'misconduct' })
  give(stance.failures, { stance: 'failure' })
  give(stance.merits, { stance: 'merit' })
  for (const term of terms.values()) term.opens = opensScope(term)
  return terms

  function give(words: readonly string[], role: Partial<Term>): void {
    for (const word of words) {
      const plain = word.normalize('NFKC').toLowerCase()
      terms.set(plain, { ...(terms.get(plain) ?? idle), ...role })
    }
  }
}

function opensScope({ prohibits, wishes, supposes, concedes, praiseLeft, ironic }: Term): boolean {
  return prohibits || wishes || supposes || concedes || praiseLeft < 1 || ironic
}
