import { describe, expect, test } from 'vitest'
import { sha256 } from '../../../adapters/hash.ts'
import { dismiss } from '../../../core/incident/dismiss.ts'
import { update, type Decision } from '../../../core/incident/update.ts'
import type { AssessedMention } from '../../../core/ports.ts'
import { Desk } from '../../support/group-desk.ts'
import { told, type Told } from '../../support/group-mentions.ts'
import { analyst, evidenceOf } from '../../support/incidents.ts'

const words = '临江区滨河路一化工厂发生爆炸，现场浓烟滚滚，附近居民已经疏散，消防救援人员正在处置。'

function report(id: string, deaths: number, minute: number, more: Partial<Told> = {}): AssessedMention {
  return told({
    id,
    text: `${words}已造成${deaths}人死亡。`,
    minute: 0,
    observedMinute: minute,
    eventType: '爆炸',
    spots: ['滨河路'],
    deaths,
    source: id,
    ...more
  })
}

/** A desk whose only incident, one dead, was dismissed; `told` says whether the grouper heard of it. */
async function dismissed({ heard }: { heard: boolean }): Promise<{ desk: Desk; id: string }> {
  const desk = new Desk()
  await desk.receive(report('page', 1, 5))
  const id = desk.open()[0]?.id ?? ''
  const writer = { store: desk.incidents, sha256, announce: () => Promise.resolve() }
  await update(writer, id, { at: desk.now, actor: analyst, cause: 'dismiss' }, (state) =>
    dismiss(state, { reason: '误报' }, { now: desk.now, actor: analyst })
  )
  if (heard) await desk.grouper.accept([{ schema: 1, type: 'command', command: { kind: 'ended', commandId: 'dismiss', incidentId: id } }])
  return { desk, id }
}

function opened(desk: Desk): unknown[] {
  return desk.open().map((document) => [document.state.grade, desk.membersOf(document)])
}

describe('worse news than an incident ended with', () => {
  test.each([true, false])(
    'given its own page is edited from 1 to 31 dead, then that opens a new incident (word of the end came: %s)',
    async (heard) => {
      const { desk, id } = await dismissed({ heard })
      await desk.receive(report('page', 31, 30))
      expect(opened(desk)).toEqual([['I', ['page']]])
      expect(desk.open()[0]?.id).not.toBe(id)
      const before = desk.open()
      await desk.receive(report('page', 31, 30))
      desk.restart()
      await desk.receive(report('page', 31, 30))
      expect(desk.open()).toEqual(before)
    }
  )

  test('given the edited page came while the process was down, then it is not left in the ended incident', async () => {
    const { desk } = await dismissed({ heard: true })
    desk.restart()
    await desk.receive(report('page', 31, 30))
    expect(opened(desk)).toEqual([['I', ['page']]])
  })

  test.each([true, false])('given further mentions say so too, then all of them are of the new one (word of the end came: %s)', async (heard) => {
    const { desk, id } = await dismissed({ heard })
    await desk.receive(report('repeat', 1, 20), report('other', 31, 31), report('page', 31, 30))
    desk.restart()
    await desk.receive(report('third', 31, 40))
    expect(opened(desk)).toEqual([['I', ['other', 'page', 'third']]])
    expect(desk.mentions.rows.get('repeat')?.incidentId).toBe(id)
  })

  test('given only the tally of its grade goes on, then it stays a repeat', async () => {
    const { desk, id } = await dismissed({ heard: false })
    await desk.receive(report('page', 2, 30), report('repeat', 2, 31))
    expect(desk.open()).toEqual([])
    expect(desk.mentions.rows.get('repeat')?.incidentId).toBe(id)
  })

  test('given an answer to a mention that left the working set, then the ended incident takes it only when it is no worse', async () => {
    const { desk, id } = await dismissed({ heard: true })
    const row = desk.mentions.rows.get('page')
    if (row === undefined) throw new Error('no page')
    desk.mentions.rows.set('old', { ...row, mention: { ...row.mention, id: told({ id: 'old', text: '旧', minute: 0 }).mention.id } })
    await desk.receive(
      report('calm', 1, 30, { text: '听说是真的', spots: ['别处'], parentId: 'old' }),
      report('grave', 31, 31, { text: '家属称遇难者众多', spots: ['某地'], parentId: 'old' })
    )
    expect(desk.mentions.rows.get('calm')?.incidentId).toBe(id)
    expect(opened(desk)).toEqual([['I', ['grave']]])
  })
})

describe('what mentions say again after it was otherwise', () => {
  test('given a headline is changed, changed back and changed again, then each takes effect', async () => {
    const desk = new Desk()
    for (const title of ['滨河路爆炸', '滨河路闪爆', '滨河路爆炸', '滨河路闪爆']) {
      await desk.receive(report('page', 3, 10, { title }))
      expect(desk.open()[0]?.state.title).toBe(title)
    }
  })
})

test('an incident that is open again, as its release is gone, takes in what is worse', async () => {
  const desk = new Desk()
  await desk.receive(report('page', 1, 5))
  const id = desk.open()[0]?.id ?? ''
  const writer = { store: desk.incidents, sha256, announce: () => Promise.resolve() }
  const happen = async (cause: string, decision: Decision, kind: 'open' | 'ended'): Promise<void> => {
    await update(writer, id, { at: desk.now, actor: analyst, cause }, () => decision)
    await desk.grouper.accept([{ schema: 1, type: 'command', command: { kind, commandId: cause, incidentId: id } }])
  }
  const evidence = evidenceOf('https://gov.example/1', desk.now)
  await happen(
    'close',
    [
      { type: 'release-recorded', evidence },
      { type: 'closed', reason: '完成' }
    ],
    'ended'
  )
  await happen('lost', [{ type: 'release-lost', url: evidence.url, textHash: evidence.textHash, reason: '404', since: desk.now }], 'open')
  await desk.receive(report('page', 31, 30), report('other', 31, 31))
  expect(desk.open().map((document) => [document.id, document.state.grade])).toEqual([[id, 'I']])
})
