import type { AnswerWords } from './answer-rules.ts'
import { sentencesOf } from './clauses.ts'
import { alike, triplesOf } from './copied-text.ts'

/** A mention as far as its questions are concerned. */
export interface AskingMention {
  readonly id: string
  readonly text: string
}

/** What the public asks about, by how many mentions, with some of their words. */
export interface AskedQuestion {
  /** A topic of the rules, or `other-N`. */
  readonly topic: string
  readonly words: string
  readonly mentions: number
  readonly examples: readonly { readonly mentionId: string; readonly text: string }[]
}

const readOfMention = 1000
/** Enough for counts that tell; what is beyond is not read, so that the time is bounded. */
const mostLetters = 400_000
const mostExamples = 3
const mostClusters = 20
const mostOther = 300
const longestExample = 80
/** Two questions of no topic are the same with this share of letter triples in common. */
const alikeFrom = 0.25

/**
 * The questions and demands of an incident's mentions, most asked first. A sentence asks about the first topic whose words it has; what is of
 * no topic is joined by likeness. A mention counts once in each.
 */
export function askedQuestions(mentions: readonly AskingMention[], words: AnswerWords): AskedQuestion[] {
  const topics = new Map<string, Asked>()
  const others: Other[] = []
  let letters = 0
  for (const { id, text } of mentions) {
    if (letters > mostLetters) break
    letters += Math.min(text.length, readOfMention)
    for (const sentence of sentencesOf(text, readOfMention)) {
      if (!isAsking(sentence, words)) continue
      const topic = words.topics.find(({ asks }) => asks.stands(sentence))
      if (topic !== undefined) note(topics, topic.id, topic.words, id, sentence)
      else if (others.length < mostOther) join(others, id, sentence)
    }
  }
  const rest = others.map(({ asked }, index) => ({ ...asked, topic: `other-${index + 1}` }))
  // As many asked for two: in the order of the rules, not of the mentions.
  const inOrder = words.topics.flatMap(({ id }) => topics.get(id) ?? [])
  return [...inOrder, ...rest]
    .map(counted)
    .sort((a, b) => b.mentions - a.mentions)
    .slice(0, mostClusters)
}

interface Asked {
  readonly topic: string
  readonly words: string
  readonly ids: Set<string>
  readonly examples: { mentionId: string; text: string }[]
}

interface Other {
  readonly triples: ReadonlySet<number>
  readonly asked: Asked
}

function isAsking(sentence: string, { questions, demands }: AnswerWords): boolean {
  return /[?？]/.test(sentence) || questions.stands(sentence) || demands.stands(sentence)
}

function note(topics: Map<string, Asked>, topic: string, words: string, mentionId: string, sentence: string): void {
  const asked = topics.get(topic) ?? { topic, words, ids: new Set<string>(), examples: [] }
  topics.set(topic, asked)
  add(asked, mentionId, sentence)
}

function add(asked: Asked, mentionId: string, sentence: string): void {
  const text = sentence.slice(0, longestExample)
  if (!asked.ids.has(mentionId) && asked.examples.length < mostExamples && !asked.examples.some((one) => one.text === text))
    asked.examples.push({ mentionId, text })
  asked.ids.add(mentionId)
}

function join(others: Other[], mentionId: string, sentence: string): void {
  const triples = triplesOf(sentence)
  const near = others.find((other) => alike(other.triples, triples) >= alikeFrom)
  if (near !== undefined) return add(near.asked, mentionId, sentence)
  const asked: Asked = { topic: '', words: sentence.slice(0, 30), ids: new Set<string>(), examples: [] }
  add(asked, mentionId, sentence)
  others.push({ triples, asked })
}

function counted({ topic, words, ids, examples }: Asked): AskedQuestion {
  return { topic, words, mentions: ids.size, examples }
}
