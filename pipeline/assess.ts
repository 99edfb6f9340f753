import { statedFacts, type Assessment, type Place, type Reason, type Span } from '../core/assessment.ts'
import type { ContextWords } from '../core/lexicon.ts'
import { severityOf } from '../core/grade.ts'
import type { Mention } from '../core/mention.ts'
import type { Segmenter } from '../core/ports.ts'
import { replySortWords } from '../core/reply-sort.ts'
import { isAggregate } from './facts/background.ts'
import { readCasualties, type CasualtyReading } from './facts/read-casualties.ts'
import type { AssessKnowledge } from './knowledge.ts'
import { isChinese } from './rules/automaton.ts'
import { compileRules, type Firing } from './rules/compile.ts'
import { everydayNames, nameWordKinds, placeNamesOf } from './names/name-words.ts'
import type { Words } from './names/words.ts'
import { clausesAround } from './rules/clauses.ts'
import { Vocabulary, type Findings } from './rules/vocabulary.ts'
import { boundLists } from './steps/bound-lists.ts'
import { chooseDepartments } from './steps/choose-departments.ts'
import { decideRelevance } from './steps/decide-relevance.ts'
import { decideResponse } from './steps/decide-response.ts'
import { findAsserted } from './steps/find-asserted.ts'
import { findOrganisations } from './steps/find-organisations.ts'
import { findPlaces } from './steps/find-places.ts'
import { gradeContent } from './steps/grade-content.ts'
import { judgeSentiment } from './steps/judge-sentiment.ts'
import { mostText, mostTitle, normalise, type Normalised } from './steps/normalise.ts'
import { contextOf, readContext, type Context } from './steps/read-context.ts'
import { readOccurred } from './steps/read-occurred.ts'
import { regionOfSource } from './steps/region-of-source.ts'
import { sortReply } from './steps/sort-reply.ts'
import { hasHarm, weighContexts } from './steps/weigh-contexts.ts'
import { weighScene } from './steps/weigh-scene.ts'

/**
 * 研判 of one mention by the machine: pure and synchronous, the same mention and knowledge always give the same answer. The
 * segmenter should know `ruleTerms(knowledge)`. Words to compare by are read of what is relevant; with `comparesAll` of the rest
 * too, for whoever groups that as well.
 */
export function createAssessor(
  knowledge: AssessKnowledge,
  segmenter: Segmenter,
  { comparesAll = false }: { readonly comparesAll?: boolean } = {}
): (mention: Mention) => Assessment {
  const { jurisdiction, departments, pastDecisions, lexicon, gazetteer, grading, sources } = knowledge
  const vocabulary = new Vocabulary()
  const matchRules = compileRules(knowledge.packs, lexicon.disguises.words, vocabulary)
  const denial = lexicon.contexts.find(({ id }) => id === 'denial')
  const assertedIn = findAsserted({ lexicon, packs: knowledge.packs, vocabulary })
  const contextsOf = readContext({ lexicon, vocabulary })
  const placeNames = placeNamesOf(gazetteer, lexicon)
  const kinds = nameWordKinds(lexicon, placeNames)
  const placesOf = findPlaces({ gazetteer, jurisdiction, lexicon, kinds, vocabulary })
  const organisationsOf = findOrganisations({
    names: lexicon.names.organisations,
    kinds,
    otherwise: everydayNames(lexicon, placeNames),
    vocabulary
  })
  const sentimentOf = judgeSentiment({ lexicon })
  const departmentsOf = chooseDepartments({ departments, pastDecisions, vocabulary })
  const relevanceOf = decideRelevance({ jurisdiction, departments })
  const contentGradeOf = gradeContent({ grading, sources })
  const regionOf = regionOfSource(gazetteer)
  const findTerms = vocabulary.finder(segmenter, lexicon.disguises)
  const sourceOf = new Map(
    sources.flatMap(
      (source) =>
        [
          [source.id, source],
          [source.name, source]
        ] as const
    )
  )

  return function assess(mention) {
    const document = normalise(mention)
    const found = findTerms(document.plain)
    const asserted = assertedIn(document, found)
    const source = sourceOf.get(mention.sourceId ?? '') ?? sourceOf.get(mention.source)
    const { words } = found
    const region = regionOf(source, mention)
    const named = placesOf(document, found, words, region)
    const circumstances = { mention, tier: source?.mediaTier ?? null, regions: regionsOf(named.places, region) }
    const { firings, reasons: withheld } = matchRules(document, found, asserted.hits, circumstances)
    const places = weighScene(document, named, happeningsOf(firings))
    const reading = readCasualties(document, mention.publishedAt)
    const stated = statedFacts(reading.facts).length > 0
    const occurred = firings.length > 0 || stated ? readOccurred(document, mention.publishedAt, mention.publishedPrecision) : null
    const contexts = weighContexts(withBackground(contextsOf(document, found), reading, document, denial), document, reading.facts)
    const { facts } = contexts
    const main = mainFiring(firings, document.titleEnd, hasHarm(facts) || (facts.poisoned?.value ?? 0) > 0)
    const eventType = main?.rule.eventType ?? null
    const { grade, explanation, reasons } = contentGradeOf(mention, document.plain, facts, firings, contexts.standing, eventType)
    const relevance = relevanceOf(document, firings, facts, contexts, places)
    const response = decideResponse(relevance.relevant, grade, firings)
    const replySort = relevance.relevant ? sortReply({ main, firings, contexts: contexts.standing, facts, grade }) : null
    const organisations = organisationsOf(document, found, words, places)
    return boundLists({
      id: mention.id,
      rulesVersion: knowledge.rulesVersion,
      relevant: relevance.relevant,
      rules: firings.map(({ rule, pack, hits: evidence }) => ({
        id: rule.id,
        version: rule.version ?? pack.version,
        pack: pack.id,
        subject: pack.subject,
        matches: evidence.map((hit) => document.span(hit.start, hit.end))
      })),
      facts,
      occurred,
      places: [...places.places],
      organisations,
      departments: departmentsOf(asserted.named, document.titleEnd, firings, places.places),
      sentiment: sentimentOf(document, facts.deaths),
      eventType,
      subject: main?.pack.subject ?? null,
      emergencyKind: main?.rule.kind ?? null,
      replySort,
      grade,
      explanation,
      responseValue: response.value,
      jurisdiction: relevance.relevant ? jurisdiction.id : null,
      reasons: [
        ...relevance.reasons,
        ...(firings.length > 0 ? places.explain() : []),
        ...asserted.reasons,
        ...withheld,
        ...reasons,
        ...response.reasons,
        ...(replySort === null ? [] : [{ step: 'sort-reply', words: `回应类别：${replySortWords[replySort]}`, weight: 0 }]),
        ...backgroundReasons(reading, document),
        ...readingReasons(document, found, reading)
      ],
      signature: {
        minhash: [],
        terms: salientTerms(document, firings, places.places, organisations, relevance.relevant || comparesAll ? wordsAround(words, found) : []),
        shingles: 0
      }
    })
  }
}

/** Where the text says that it happens, else where its source reports from. */
function regionsOf(places: readonly Place[], region: string | null): string[] {
  const named = places.flatMap(({ code }) => (code === null ? [] : [code]))
  return named.length > 0 || region === null ? named : [region]
}

/** Where the rules found what happens; of words that only count near each other the first, since 救援 is where the helpers are. */
function happeningsOf(firings: readonly Firing[]): Firing['hits'][number][] {
  return firings.flatMap(({ rule, hits }) => (rule.when.near === undefined ? hits : hits.slice(0, 1)))
}

/** What a step of gravity is worth beside the title (6) and the hits (at most 4): where people came to harm it outweighs both. */
const gravityWeight = { harm: 12, none: 2 } as const

/**
 * The rule that names the happening: the graver kind of it, in the title rather than in the text, the more often met, the earlier.
 * The table of grades depends on it: 12 dead in an earthquake are not those of 人员失联.
 */
function mainFiring(firings: readonly Firing[], titleEnd: number, harm: boolean): Firing | undefined {
  const step = harm ? gravityWeight.harm : gravityWeight.none
  const weight = ({ rule, hits }: Firing): number =>
    gravityOf(rule, harm) * step +
    (hits.some((hit) => hit.start < titleEnd) ? 6 : 0) +
    severityOf(rule.grade) +
    Math.min(timesMet(rule, hits.length), 4) -
    (hits[0]?.start ?? 0) / 1000
  return [...firings].sort((a, b) => weight(b) - weight(a))[0]
}

/** How often a rule was met. Words near each other are one meeting, and say less than the name itself: 货架倒了 beside 爆炸 is what followed. */
function timesMet({ when: { near } }: Firing['rule'], hits: number): number {
  return near === undefined ? hits : hits / near.groups.length - 1
}

/**
 * 3 a natural disaster, which brings accidents with it; 2 another emergency, and a rumour of one where nobody came to harm; 1 what
 * only follows from one; 0 a matter of daily trade.
 */
function gravityOf({ kind, generic, reply }: Firing['rule'], harm: boolean): number {
  if (kind === null) return reply === 'mistaken' && !harm ? 2 : 0
  if (generic) return 1
  return kind === 'natural-disaster' ? 3 : 2
}

/** Of a text whose figures are all of something else the background is what it is about. */
function withBackground(
  contexts: readonly Context[],
  reading: CasualtyReading,
  document: Normalised,
  denial: ContextWords | undefined
): readonly Context[] {
  if (statedFacts(reading.facts).some(([, fact]) => fact.value > 0)) return contexts
  const more = (id: 'history' | 'aggregate' | 'offtopic', name: string, lowers: number, kind?: string): Context =>
    contextOf(
      { id, name, least: 1, lowers, eventTypes: [], exceptEventTypes: [] },
      document,
      reading.background.filter((one) => one.kind === kind)
    )
  const kinds = new Set(reading.background.map(({ kind }) => kind))
  if (reading.looksBack && contexts.every(({ id }) => id !== 'history')) return [...contexts, more('history', '以往事件', 2.5, 'old')]
  if (kinds.has('denied') && denial !== undefined && contexts.every(({ id }) => id !== 'denial'))
    return [...contexts, contextOf(denial, document, reading.background)]
  if (kinds.has('statistic') || isAggregate(document.plain.slice(0, document.titleEnd + 120)))
    return [...contexts, more('aggregate', '一段时期的统计', 4, 'statistic')]
  return kinds.has('other') ? [...contexts, more('offtopic', '不是眼前的伤亡', 2.5, 'other')] : contexts
}

function backgroundReasons(reading: CasualtyReading, document: Normalised): Reason[] {
  return reading.background.slice(0, 5).map(({ words, why, start, end }) => ({
    step: 'extract-facts',
    words: `「${words}」是${why}，不计入`,
    weight: 0,
    evidence: [document.span(start, end)]
  }))
}

/** What the reading itself has to say: words seen through, and what was too much to be looked at. Nothing is cut in silence. */
function readingReasons(document: Normalised, found: Findings, reading: CasualtyReading): Reason[] {
  const reasons: Reason[] = found.disguised.slice(0, 5).map(({ word, start, end }) => ({
    step: 'normalise',
    words: `规避写法读作「${word}」`,
    weight: 0,
    evidence: [document.span(start, end)]
  }))
  const say = (step: string, words: string): void => void reasons.push({ step, words, weight: 0 })
  if (document.leftOut > 0) say('normalise', `文字过长，末尾 ${document.leftOut} 字未分析（标题至多 ${mostTitle} 字、正文至多 ${mostText} 字）`)
  if (found.cut) say('match-rules', '同样的词反复出现过多，其余未再计入')
  if (reading.cut) say('extract-facts', '文中数字过多，其余未再读取')
  return reasons
}

/** The words of the clauses that anything was found in. */
function* wordsAround(words: Words, found: Findings): Generator<string> {
  for (const { from, to } of clausesAround(words.plain, found.strict())) {
    for (let at = from, end = 0; at < to; at = end) {
      end = words.endOf(at)
      yield words.plain.slice(at, end)
    }
  }
}

const mostTerms = 24

/** What the grouper compares besides the text: places, organisations, event words, long words. */
function salientTerms(
  document: Normalised,
  firings: readonly Firing[],
  places: readonly Place[],
  organisations: readonly Span[],
  words: Iterable<string>
): string[] {
  const terms = new Set<string>()
  for (const { text } of places) terms.add(text)
  for (const { text } of organisations.slice(0, 8)) terms.add(text)
  for (const { hits } of firings) for (const hit of hits) terms.add(document.plain.slice(hit.start, hit.end))
  for (const word of words) {
    if (terms.size >= mostTerms) break
    if (word.length >= 3 && isChinese(word.charCodeAt(0)) && isChinese(word.charCodeAt(word.length - 1))) terms.add(word)
  }
  return [...terms].slice(0, mostTerms)
}
