import { sha256, strongRandom } from '../../adapters/hash.ts'
import { machine } from '../../core/actor.ts'
import { noFacts, type Assessment } from '../../core/assessment.ts'
import { VoiceCounter } from '../../core/archive/voice-curve.ts'
import { reviewFacts } from '../../core/archive/review-facts.ts'
import { replay } from '../../core/incident/evolve.ts'
import { chainStart, seal } from '../../core/incident/chain.ts'
import type { IncidentEvent, IncidentEventBody } from '../../core/incident/events.ts'
import { addMs, instantFromMs, type Instant } from '../../core/instant.ts'
import type { Mention, MentionId } from '../../core/mention.ts'
import { Policy } from '../../core/policy.ts'
import type { AssessedMention, Stores } from '../../core/ports.ts'
import { loadVocabulary } from '../made-posts.ts'
import { filedId } from './filed-id.ts'

const policy = Policy.parse({
  version: 'bench',
  countdowns: [{ kind: 'reply', hours: 48, grades: ['III'], stopsWith: '测量', source: '测量' }],
  escalation: [{ id: 'new', on: 'opened', grades: ['III'], to: ['duty-officer'], channels: ['dashboard'], words: '测量', source: '测量' }]
})
const characters = 300
const pageBytes = 16_384
const batch = 500
const begun = instantFromMs(Date.parse('2031-03-12T00:00:00Z'))

/** So many mentions of one incident, so many of them with their page kept, and a timeline of some length. */
export async function fillArchive(
  { mentions: store, evidence, incidents }: Pick<Stores, 'mentions' | 'evidence' | 'incidents'>,
  { mentions, pages }: { readonly mentions: number; readonly pages: number }
): Promise<void> {
  const vocabulary = loadVocabulary()
  for (let from = 0; from < mentions; from += batch) {
    const rows = await Promise.all(
      Array.from({ length: Math.min(batch, mentions - from) }, async (_, offset) => {
        const number = from + offset
        const at = addMs(begun, number * 3000)
        const snapshot =
          number < pages ? await evidence.put(strongRandom(pageBytes), { url: `http://bench.example/${number}`, contentType: 'text/html', at }) : null
        return assessed(number, vocabulary.text(number, characters), at, snapshot)
      })
    )
    await store.putMany(rows)
    await store.assign(rows.map(({ mention }) => ({ id: mention.id, incidentId: filedId })))
  }
  const events = timelineOf()
  await incidents.put({ id: filedId, version: 1, events, state: replay(filedId, events), rollup: null }, 0)
}

function assessed(number: number, text: string, at: Instant, snapshot: string | null): AssessedMention {
  const mention: Mention = {
    schema: 1,
    id: `bench-${number}` as MentionId,
    sourceKind: number % 3 === 0 ? 'portal' : 'weibo',
    source: `来源${number % 400}`,
    sourceId: null,
    url: `http://bench.example/${number}`,
    title: text.slice(0, 20),
    text,
    author: `作者${number % 5000}`,
    publishedAt: at,
    publishedPrecision: 'minute',
    engagement: { views: null, likes: number % 90, comments: number % 40, reposts: number % 20 },
    parentId: null,
    region: null,
    observedAt: at,
    contentHash: sha256(text),
    snapshot,
    fetchedElapsedMs: null,
    drill: true
  }
  const assessment: Assessment = {
    id: mention.id,
    rulesVersion: 'bench',
    relevant: true,
    rules: [{ id: 'explosion', version: '1', pack: 'emergencies', subject: '突发事件', matches: [{ text: text.slice(8, 10), offset: 8 }] }],
    facts: noFacts,
    occurred: null,
    places: [{ text: text.slice(0, 3), offset: 0, code: null, name: text.slice(0, 3), ours: true }],
    organisations: [],
    departments: [{ id: 'safety', name: '安全处', role: 'lead', reason: '爆炸' }],
    sentiment: { polarity: number % 2 === 0 ? -1 : 0, score: -0.4 },
    eventType: '爆炸',
    subject: '突发事件',
    grade: 'III',
    explanation: { eventGrade: 'III', opinionGrade: null, reasons: [], wouldChange: [] },
    responseValue: 'respond',
    jurisdiction: 'bench',
    reasons: [],
    // As many as a text of this length has.
    signature: { minhash: Array.from({ length: 64 }, (_, index) => ((number + 1) * (index + 7)) % 2 ** 32), terms: [], shingles: characters }
  }
  return { mention, assessment }
}

function timelineOf(): IncidentEvent[] {
  const explanation = { eventGrade: 'III' as const, opinionGrade: null, reasons: [], wouldChange: [] }
  const notes = Array.from({ length: 300 }, (_, number): IncidentEventBody => ({ type: 'noted', text: `第 ${number} 次处置记录` }))
  const opened: IncidentEventBody = {
    type: 'opened',
    jurisdiction: 'bench',
    drill: true,
    title: '测量归档用的事件',
    foundingMentionId: null,
    eventType: null,
    summary: '',
    responseValue: 'respond',
    policy,
    blindSources: []
  }
  const bodies: IncidentEventBody[] = [
    opened,
    { type: 'graded', eventGrade: 'III', opinionGrade: null, explanation },
    ...notes,
    { type: 'closed', reason: '办完' }
  ]
  const events = chained(bodies, [])
  const facts = reviewFacts(replay(filedId, events), new VoiceCounter(null).result())
  return chained([{ type: 'reviewed', facts, form: { wentWell: '', wentBadly: '', lessons: '无', rulesToChange: '' } }], events)
}

function chained(bodies: readonly IncidentEventBody[], before: readonly IncidentEvent[]): IncidentEvent[] {
  const events = [...before]
  for (const body of bodies) {
    const seq = events.length + 1
    const previous = events.at(-1)?.hash ?? chainStart
    events.push(seal(sha256, { seq, id: `bench-${seq}`, at: addMs(begun, seq * 60_000), actor: machine('pipeline'), body, previous }))
  }
  return events
}
