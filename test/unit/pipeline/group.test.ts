import { array, assert as check, asyncProperty, boolean, integer, record, shuffledSubarray } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { confirmGrade } from '../../../core/incident/confirm-grade.ts'
import { findFault } from '../../../core/incident/chain.ts'
import { dismiss } from '../../../core/incident/dismiss.ts'
import { update } from '../../../core/incident/update.ts'
import { addMs, hourMs } from '../../../core/instant.ts'
import type { AssessedMention } from '../../../core/ports.ts'
import { sha256 } from '../../../adapters/hash.ts'
import { Desk } from '../../support/group-desk.ts'
import { told } from '../../support/group-mentions.ts'
import { analyst, at } from '../../support/incidents.ts'

const blast = '3月12日8时许，临江区滨河路一化工厂发生爆炸，现场浓烟滚滚，附近居民已经疏散，消防救援人员正在处置。'
const first = told({ id: 'blast-1', text: blast, minute: 0, eventType: '爆炸', spots: ['滨河路'], deaths: 3, occurredHour: 8 })
const repost = told({ id: 'blast-2', text: `转发：${blast}太可怕了`, minute: 20, eventType: '爆炸', spots: ['滨河路'], deaths: 3, source: '路人' })
const official = told({
  id: 'blast-3',
  title: '临江区通报化工厂爆炸',
  text: '经核查，滨河路化工厂爆炸已造成12人死亡，救援仍在进行，事故原因正在调查。',
  minute: 90,
  source: '市应急局',
  sourceKind: 'portal',
  eventType: '爆炸',
  spots: ['滨河路'],
  deaths: 12,
  terms: ['滨河路', '化工厂', '爆炸']
})
const witness = told({
  id: 'blast-4',
  text: '滨河路那个化工厂炸了，我家玻璃都碎了',
  minute: -30,
  eventType: '爆炸',
  spots: ['滨河路'],
  terms: ['滨河路', '化工厂', '爆炸'],
  source: '目击者'
})
const crash = told({
  id: 'crash-1',
  text: '南岭区环山公路两车相撞，1人受伤已送医，交警正在疏导。',
  minute: 10,
  eventType: '交通事故',
  spots: ['环山公路'],
  injuries: 1
})
const reply = told({ id: 'reply-1', text: '平安', minute: 40, parentId: 'blast-2', relevant: false })
const rumour = told({ id: 'watch-1', text: '城北菜市场又有人摆摊占道', minute: 15, eventType: '占道经营', spots: ['城北菜市场'] })
const all = [first, repost, official, witness, crash, reply, rumour]

describe('grouping', () => {
  test('given a happening, its repost, its official notice and a reply, then they are one incident, and a crash is another', async () => {
    const desk = new Desk()
    await desk.receive(...all)
    expect(
      desk
        .open()
        .map((document) => desk.membersOf(document))
        .sort(([a = ''], [b = '']) => (a < b ? -1 : 1))
    ).toEqual([['blast-1', 'blast-2', 'blast-3', 'blast-4', 'reply-1'], ['crash-1']])
  })

  test('given what is only worth watching, then it is stored and opens nothing', async () => {
    const desk = new Desk()
    await desk.receive(rumour)
    expect(desk.open()).toEqual([])
    expect(desk.mentions.rows.get('watch-1')?.incidentId).toBeNull()
  })

  test('given a rising toll, then the grade is raised, the anchor stays, and both statutory clocks run from the occurrence', async () => {
    const desk = new Desk()
    await desk.receive(first)
    expect(desk.open()[0]?.state.grade).toBe('III')
    desk.now = at('11:00')
    await desk.receive(official)
    const state = desk.open()[0]?.state
    expect(state?.grade).toBe('II')
    expect(state?.facts.deaths?.value).toBe(12)
    expect(state?.unconfirmedSince).toBe(desk.now)
    expect(state?.countdowns.filter(({ settled }) => settled === null).map(({ kind, dueAt }) => [kind, dueAt])).toEqual([
      ['authoritative-release', addMs(at('08:00'), 5 * hourMs)],
      ['press-conference', addMs(at('08:00'), 24 * hourMs)]
    ])
    expect(state?.blindSources).toEqual(['blind-forum'])
  })

  test('given the same records again, before and after a restart, then nothing changes', async () => {
    const desk = new Desk()
    await desk.receive(...all)
    await desk.grouper.settle()
    const before = desk.open().map((document) => document.events)
    await desk.receive(...all)
    desk.restart()
    await desk.receive(...all)
    expect(desk.open().map((document) => document.events)).toEqual(before)
    for (const events of before) expect(findFault(sha256, events)).toBeNull()
  })

  test('given a witness found late who links two incidents, then the younger is merged into the older', async () => {
    const desk = new Desk()
    const fire = told({
      id: 'fire-1',
      text: '滨河路方向火光冲天，消防车来了好几辆，1人受伤',
      minute: 5,
      eventType: '火灾',
      injuries: 1,
      terms: ['消防车', '火光']
    })
    const both = told({
      id: 'both-1',
      text: `${blast}另据网友：滨河路方向火光冲天，消防车来了好几辆，1人受伤`,
      minute: 50,
      eventType: '爆炸',
      spots: ['滨河路'],
      deaths: 3
    })
    await desk.receive(first)
    await desk.receive(fire)
    expect(desk.open()).toHaveLength(2)
    await desk.receive(both)
    const [left] = desk.open()
    expect(desk.open()).toHaveLength(1)
    expect(left && desk.membersOf(left)).toEqual(['blast-1', 'both-1', 'fire-1'])
    expect(left?.state.foundingMentionId).toBe('blast-1')
    const gone = [...desk.incidents.documents.values()].find(({ state }) => state.status === 'merged')
    expect(gone?.state.mergedInto).toBe(left?.id)
    desk.restart()
    await desk.receive(fire)
    expect(desk.open()).toHaveLength(1)
  })

  test('given a person who confirmed a lower grade, then repeats leave it, and a worse toll reopens it', async () => {
    const desk = new Desk()
    await desk.receive(first)
    const [document] = desk.open()
    const writer = { store: desk.incidents, sha256, announce: () => Promise.resolve() }
    await update(writer, document?.id ?? '', { at: desk.now, actor: analyst, cause: 'confirm' }, (state) =>
      confirmGrade(state, { eventGrade: 'IV', opinionGrade: null, reason: '核实为轻伤' }, { now: desk.now, actor: analyst })
    )
    await desk.receive(repost)
    expect(desk.open()[0]?.state).toMatchObject({ grade: 'IV', gradeStatus: 'confirmed' })
    await desk.receive(official)
    expect(desk.open()[0]?.state).toMatchObject({ grade: 'II', gradeStatus: 'machine' })
  })

  test('given a dismissed incident, then its repeats open nothing new, and worse news does', async () => {
    const desk = new Desk()
    await desk.receive(first)
    const id = desk.open()[0]?.id ?? ''
    const writer = { store: desk.incidents, sha256, announce: () => Promise.resolve() }
    await update(writer, id, { at: desk.now, actor: analyst, cause: 'dismiss' }, (state) =>
      dismiss(state, { reason: '误报' }, { now: desk.now, actor: analyst })
    )
    await desk.grouper.accept([{ schema: 1, type: 'command', command: { kind: 'ended', commandId: 'dismiss', incidentId: id } }])
    await desk.receive(repost)
    expect(desk.open()).toEqual([])
    expect(desk.mentions.rows.get('blast-2')?.incidentId).toBe(id)
    await desk.receive(official)
    expect(desk.open().map(({ state }) => state.foundingMentionId)).toEqual(['blast-3'])
  })

  test('given fourteen reposts, then the timeline has milestones and not one event a mention', async () => {
    const desk = new Desk()
    const posts = Array.from({ length: 14 }, (_, index) =>
      told({
        id: `post-${index}`,
        text: `${blast}(${index})`,
        minute: index,
        eventType: '爆炸',
        spots: ['滨河路'],
        deaths: 3,
        source: `网友${index}`
      })
    )
    for (const post of posts) await desk.receive(post)
    await desk.grouper.settle()
    const [document] = desk.open()
    const counts = Object.groupBy(document?.events ?? [], ({ body }) => body.type)
    expect(counts['spread-reached']?.map(({ body }) => (body.type === 'spread-reached' ? `${body.measure} ${body.value}` : ''))).toEqual([
      'source-kind weibo',
      'mentions 10'
    ])
    expect(document?.rollup?.mentions).toBe(14)
    expect(document?.events.length).toBeLessThan(14)
    expect(document?.state.opinionGrade).toBe('III')
  })
})

describe('the order of arrival', () => {
  const busy: readonly AssessedMention[] = [
    ...all,
    told({
      id: 'crash-2',
      text: '环山公路车祸现场，两车相撞，路堵死了，交警正在疏导',
      minute: 25,
      eventType: '交通事故',
      spots: ['环山公路'],
      source: '司机'
    }),
    told({
      id: 'crash-3',
      text: '南岭区环山公路两车相撞，2人受伤已送医，交警正在疏导。',
      minute: null,
      eventType: '交通事故',
      spots: ['环山公路'],
      injuries: 2,
      source: '晚报'
    }),
    told({
      id: 'blast-5',
      text: '听说滨河路爆炸死了三十多人',
      minute: 60,
      eventType: '爆炸',
      spots: ['滨河路'],
      deaths: 33,
      terms: ['滨河路', '爆炸'],
      source: '传言'
    })
  ]

  test('changes neither members, grades, anchors, deadlines nor counts, with restarts in between', async () => {
    const orders = shuffledSubarray([...busy], { minLength: busy.length, maxLength: busy.length })
    const cuts = array(record({ size: integer({ min: 1, max: 4 }), restart: boolean(), again: boolean() }), {
      minLength: 10,
      maxLength: 10
    })
    const reference = new Desk()
    for (const item of busy) await reference.receive(item)
    await reference.grouper.settle()
    expect(reference.open()).toHaveLength(2)
    await check(
      asyncProperty(orders, cuts, async (order, batches) => {
        const desk = new Desk()
        let from = 0
        for (const { size, restart, again } of batches) {
          const batch = order.slice(from, from + size)
          from += size
          if (batch.length > 0) await desk.receive(...batch)
          if (restart) desk.restart()
          if (again && batch.length > 0) await desk.receive(...batch)
        }
        if (from < order.length) await desk.receive(...order.slice(from))
        desk.restart()
        await desk.receive(...order.slice(-1))
        await desk.grouper.settle()
        expect(desk.outcome()).toEqual(reference.outcome())
      }),
      { numRuns: 150 }
    )
  })
})
