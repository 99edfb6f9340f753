import { describe, expect, test } from 'vitest'
import { sha256 } from '../../adapters/hash.ts'
import { addMs, hourMs, type Instant } from '../../core/instant.ts'
import type { IncidentDocument } from '../../core/incident/state.ts'
import { FaultMentions } from '../support/fault-mentions.ts'
import { judge, type FoundDeadLetter, type FoundMention, type FoundNotice, type Outcome } from '../support/fault-verdict.ts'
import { anchor, at, document, openingOf } from '../support/incidents.ts'

const now = at('12:00')
const load = new FaultMentions('run', now, 0)
const publishedAt = addMs(now, -5 * hourMs)

function recordOf(index: number): Outcome['produced'][number] {
  const mention = load.made(index, now)
  return { key: mention.id, value: JSON.stringify(mention), index }
}

function stored(index: number, incidentId: string | null): FoundMention {
  const mention = load.made(index, now)
  return { id: mention.id, index: 'mentions-2031.03', incidentId, mention: JSON.stringify(mention) }
}

const incident: IncidentDocument = {
  ...document(openingOf('II', [anchor('first-published', publishedAt), anchor('detected', now)]), now),
  rollup: {
    mentions: 2,
    sources: [],
    sourceKinds: [],
    engagement: { views: null, likes: null, comments: null, reposts: null },
    negative: 0,
    firstPublishedAt: null,
    lastPublishedAt: null,
    updatedAt: now
  }
}
const notice: FoundNotice = { id: 'n1', subjectId: incident.id, reason: 'new:opened', channel: 'hook', state: 'accepted', possibleDuplicate: false }
const poison = { key: 'poison-1', value: '{', index: null }
const letter: FoundDeadLetter = { id: 'd1', stage: 'assess', key: poison.key, body: '{', reason: '不是 JSON' }

/** Two reports of one happening, two mentions of nothing, one poison record: all as it should be. */
const whole: Outcome = {
  produced: [recordOf(0), recordOf(8), recordOf(1), recordOf(2), poison],
  happeningOf: (index) => load.happeningAt(index),
  mentions: [stored(0, incident.id), stored(8, incident.id), stored(1, null), stored(2, null)],
  deadLetters: [letter],
  incidents: [incident],
  notices: [notice],
  arrivals: [{ noticeId: 'n1', possibleDuplicate: false }],
  sha256
}

function changed(change: (state: IncidentDocument['state']) => IncidentDocument['state']): Outcome {
  return { ...whole, incidents: [{ ...incident, state: change(incident.state) }] }
}

describe('what holds a trial against what is there', () => {
  test('finds nothing where all is as it should be', () => {
    expect(judge(whole)).toEqual({ produced: 5, stored: 4, deadLettered: 1, duplicatesByEffect: 0, lost: 0, faults: [] })
  })

  test('takes a dead letter or a notice that came again, marked, for one effect', () => {
    const again = { ...whole, deadLetters: [letter, letter], arrivals: [...whole.arrivals, { noticeId: 'n1', possibleDuplicate: true }] }
    expect(judge(again).faults).toEqual([])
  })

  const broken: readonly (readonly [string, Outcome, RegExp])[] = [
    ['a mention that is nowhere', { ...whole, mentions: whole.mentions.slice(0, 3) }, /^丢失 1/],
    ['a mention in two indices', { ...whole, mentions: [...whole.mentions, { ...stored(2, null), index: 'mentions-2031.04' }] }, /^重复 1/],
    ['a mention that is stored and a dead letter', { ...whole, deadLetters: [letter, { ...letter, key: 'run-2' }] }, /^重复 1/],
    ['a sound mention that became a dead letter', { ...whole, deadLetters: [letter, { ...letter, key: 'run-2' }] }, /^好记录成了死信 1/],
    ['poison that is no dead letter', { ...whole, deadLetters: [] }, /^坏记录没有成为死信 1/],
    ['a dead letter of nobody', { ...whole, deadLetters: [letter, { ...letter, id: 'd2', key: 'faults', stage: 'group' }] }, /^从未产生过的死信 1/],
    ['a mention of nobody', { ...whole, mentions: [...whole.mentions, { ...stored(3, null) }] }, /^从未产生过的信息 1/],
    ['a text that changed', { ...whole, mentions: [...whole.mentions.slice(0, 3), { ...stored(2, null), mention: '{}' }] }, /^内容变了 1/],
    [
      'a report that no incident holds',
      { ...whole, mentions: [stored(0, incident.id), stored(8, null), ...whole.mentions.slice(2)] },
      /不在一个事件里/
    ],
    ['a count that is not so', { ...whole, incidents: [{ ...incident, rollup: null }] }, /实有 2 条/],
    ['another grade', changed((state) => ({ ...state, grade: 'I' })), /等级是 I，应为 II/],
    ['a state that does not follow from the timeline', changed((state) => ({ ...state, title: '' })), /状态与时间线不符/],
    ['another anchor', changed((state) => ({ ...state, anchors: [anchor('detected', now)] })), /应从 .* 起算/],
    ['a deadline that was moved', changed((state) => ({ ...state, countdowns: state.countdowns.map(late) })), /时限 .* 不对/],
    ['a broken chain', { ...whole, incidents: [{ ...incident, events: incident.events.toSpliced(1, 1) }] }, /的链/],
    ['a notice that was not delivered', { ...whole, notices: [{ ...notice, state: 'queued' }] }, /^通知没有送达 1/],
    ['a notice that never arrived', { ...whole, arrivals: [] }, /^通知说是送达，却没有到 1/],
    ['a notice that came twice, unmarked', { ...whole, arrivals: [...whole.arrivals, ...whole.arrivals] }, /^通知重复送达而没有标明 1/],
    ['a notice of nobody', { ...whole, arrivals: [...whole.arrivals, { noticeId: 'n2', possibleDuplicate: false }] }, /^从未请求过的通知 1/],
    ['an incident of which nobody was told', { ...whole, notices: [], arrivals: [] }, /^立案没有通知 1/]
  ]
  test.each(broken)('finds %s', (_, outcome, fault) => {
    expect(judge(outcome).faults).toContainEqual(expect.stringMatching(fault))
  })
})

function late<T extends { readonly dueAt: Instant }>(countdown: T): T {
  return { ...countdown, dueAt: addMs(countdown.dueAt, 1) }
}
