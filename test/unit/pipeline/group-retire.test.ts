import { beforeEach, describe, expect, test } from 'vitest'
import { sha256 } from '../../../adapters/hash.ts'
import { absorb, mergeInto } from '../../../core/incident/merge.ts'
import { update } from '../../../core/incident/update.ts'
import { Desk } from '../../support/group-desk.ts'
import { told, type Told } from '../../support/group-mentions.ts'
import { analyst } from '../../support/incidents.ts'

const window = 72 * 60
const blast: Told = {
  id: 'blast',
  text: '滨河路一化工厂发生爆炸，现场浓烟滚滚，附近居民已经疏散，消防救援人员正在处置。已造成1人死亡。',
  minute: 0,
  eventType: '爆炸',
  spots: ['滨河路'],
  deaths: 1
}
const crash: Told = {
  id: 'crash',
  text: '环城东路两辆大巴相撞，交警到场疏导，伤者送往医院，道路一度中断。已造成2人死亡。',
  minute: 0,
  eventType: '交通事故',
  spots: ['环城东路'],
  deaths: 2
}

function later(story: Told, minute: number, more: Partial<Told> = {}): ReturnType<typeof told> {
  return told({ ...story, minute, observedMinute: minute, ...more })
}

let desk: Desk

/** Two incidents of long ago; what came since is of a third. */
beforeEach(async () => {
  desk = new Desk()
  await desk.receive(told(blast))
  await desk.receive(told({ ...blast, id: 'blast-copy', minute: 3, source: '另一家' }))
  await desk.receive(told(crash))
  await desk.receive(
    later({ ...crash, id: 'fire', spots: ['望江街'], text: '望江街一仓库起火，火势已得到控制，起火原因正在调查，无人被困。', deaths: 3 }, 2 * window)
  )
})

function incidentWith(id: string) {
  return desk.open().find((document) => desk.membersOf(document).includes(id))
}

describe('an incident of which nothing was seen for the whole window', () => {
  test('is read from the store no more until one of its own mentions comes again', async () => {
    const before = desk.open().length
    const reads = countReads(desk)
    await desk.receive(later({ ...crash, id: 'fire-2', spots: ['望江街'], text: '望江街一仓库起火，火势已得到控制。', deaths: 3 }, 2 * window + 5))
    expect(reads()).toBe(0)
    await desk.receive(later(blast, 2 * window + 10))
    expect(reads()).toBe(1)
    expect(desk.open()).toHaveLength(before)
  })

  test('given its page is edited, then it is that incident that gets worse, and none is opened beside it', async () => {
    const before = desk.open().length
    await desk.receive(later(blast, 2 * window + 10, { minute: 0, text: `${blast.text}死亡人数上升至31人。`, deaths: 31 }))
    expect(desk.open()).toHaveLength(before)
    expect(incidentWith('blast')?.state.grade).toBe('I')
    expect(desk.membersOf(incidentWith('blast') ?? raise())).toEqual(['blast', 'blast-copy'])
  })

  test('given an answer to one of its mentions, then the answer joins it', async () => {
    await desk.receive(later({ id: 'answer', text: '后来怎么样了', minute: 0, relevant: false }, 2 * window + 10, { parentId: 'blast-copy' }))
    expect(desk.membersOf(incidentWith('blast') ?? raise())).toEqual(['answer', 'blast', 'blast-copy'])
  })

  test('given the same words told anew, then these are a happening of their own, as they are to one in memory', async () => {
    const before = desk.open().length
    await desk.receive(later(blast, 2 * window + 10, { id: 'blast-again' }))
    expect(desk.open()).toHaveLength(before + 1)
    expect(incidentWith('blast-again')?.id).not.toBe(incidentWith('blast')?.id)
  })

  test('given a person merged it meanwhile, then what comes of it joins the one that goes on', async () => {
    const [from, into] = [incidentWith('blast'), incidentWith('crash')]
    if (from === undefined || into === undefined) return raise()
    const writer = { store: desk.incidents, sha256, announce: () => Promise.resolve() }
    const command = { now: desk.now, actor: analyst }
    const change = { at: desk.now, actor: analyst }
    await update(writer, into.id, { ...change, cause: 'absorb' }, (state) => absorb(state, { from: from.state, reason: '同一起' }, command))
    await update(writer, from.id, { ...change, cause: 'merge' }, (state) => mergeInto(state, { into: into.id, reason: '同一起' }, command))
    await desk.receive(later(blast, 2 * window + 10))
    expect(desk.membersOf(incidentWith('crash') ?? raise())).toEqual(['blast', 'blast-copy', 'crash'])
    expect(desk.open().some((document) => document.id === from.id)).toBe(false)
  })

  test('given a restart, then it is let go of again, and found again', async () => {
    desk.restart()
    await desk.receive(later({ id: 'talk', text: '今天天气不错', minute: 0, relevant: false }, 2 * window + 70))
    const before = desk.open()
    await desk.receive(later(blast, 2 * window + 80))
    expect(desk.open().map(({ id }) => id)).toEqual(before.map(({ id }) => id))
  })
})

function countReads({ mentions }: Desk): () => number {
  let reads = 0
  const ofIncidents = mentions.ofIncidents.bind(mentions)
  mentions.ofIncidents = (ids) => {
    reads++
    return ofIncidents(ids)
  }
  return () => reads
}

function raise(): never {
  throw new Error('no such incident')
}
