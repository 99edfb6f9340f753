import { describe, expect, test } from 'vitest'
import { sha256 } from '../../../adapters/hash.ts'
import { absorb, mergeInto } from '../../../core/incident/merge.ts'
import { openBySplit, splitOff } from '../../../core/incident/split.ts'
import type { IncidentDocument } from '../../../core/incident/state.ts'
import { create, update } from '../../../core/incident/update.ts'
import { MentionId } from '../../../core/mention.ts'
import type { AssessedMention } from '../../../core/ports.ts'
import type { GroupCommand } from '../../../core/records.ts'
import { Desk } from '../../support/group-desk.ts'
import { told, type Told } from '../../support/group-mentions.ts'
import { officer, policy } from '../../support/incidents.ts'

const blast = '3月12日8时许，临江区滨河路一化工厂发生爆炸，现场浓烟滚滚，附近居民已经疏散，消防救援人员正在处置。'
const crash = '南岭区环山公路两车相撞，1人受伤已送医，交警正在疏导，过往车辆请绕行。'

function about(id: string, text: string, minute: number, more: Partial<Told> = {}): AssessedMention {
  const isBlast = text.includes('爆炸')
  return told({
    id,
    text,
    minute,
    source: id,
    injuries: 1,
    eventType: isBlast ? '爆炸' : '交通事故',
    spots: [isBlast ? '滨河路' : '环山公路'],
    ...more
  })
}

function writerOf(desk: Desk) {
  return { store: desk.incidents, sha256, announce: () => Promise.resolve() }
}

function of(desk: Desk, founder: string): IncidentDocument {
  const found = [...desk.incidents.documents.values()].find(({ state }) => state.foundingMentionId === founder)
  if (found === undefined) throw new Error(`no incident of ${founder}`)
  return found
}

async function tell(desk: Desk, command: GroupCommand): Promise<void> {
  await desk.grouper.accept([{ schema: 1, type: 'command', command }])
}

/** As the desk does it: both documents first, then the word. */
async function merge(desk: Desk, from: IncidentDocument, into: IncidentDocument): Promise<GroupCommand> {
  const context = { now: desk.now, actor: officer }
  const change = { at: desk.now, actor: officer }
  await update(writerOf(desk), into.id, { ...change, cause: 'absorb' }, (state) => absorb(state, { from: from.state, reason: '一回事' }, context))
  await update(writerOf(desk), from.id, { ...change, cause: 'merge' }, (state) => mergeInto(state, { into: into.id, reason: '一回事' }, context))
  return { kind: 'merge', commandId: 'merge', incidentId: from.id, into: into.id }
}

async function split(desk: Desk, from: IncidentDocument, ...ids: string[]): Promise<Extract<GroupCommand, { kind: 'split' }>> {
  const context = { now: desk.now, actor: officer }
  const change = { at: desk.now, actor: officer, cause: 'split' }
  const mentionIds = ids.map((id) => MentionId.parse(id))
  const opening = { jurisdiction: 'test', policy, drill: false, blindSources: [] }
  const bodies = openBySplit(from.state, { mentionIds, title: '另一起', reason: '两回事' }, opening, context)
  await create(writerOf(desk), 'inc-split', change, bodies, null)
  await update(writerOf(desk), from.id, change, (state) => splitOff(state, { into: 'inc-split', mentionIds, reason: '两回事' }, context))
  return { kind: 'split', commandId: 'split', incidentId: from.id, into: 'inc-split', mentionIds }
}

function outcome(desk: Desk): unknown[] {
  return desk.open().map((document) => desk.membersOf(document))
}

describe('a merge by people', () => {
  test('given two matters that nothing links, then what comes of either goes to the one that is left, also after a restart', async () => {
    const desk = new Desk()
    await desk.receive(about('blast-1', blast, 0))
    await desk.receive(about('crash-1', crash, 5))
    const [into, from] = [of(desk, 'blast-1'), of(desk, 'crash-1')]
    await tell(desk, await merge(desk, from, into))
    await desk.receive(about('crash-2', `转发：${crash}`, 20))
    desk.restart()
    await desk.receive(about('crash-3', `${crash}堵了两公里`, 30), about('blast-2', `转发：${blast}`, 31))
    expect(outcome(desk)).toEqual([['blast-1', 'blast-2', 'crash-1', 'crash-2', 'crash-3']])
    expect(
      of(desk, 'blast-1')
        .events.filter(({ body }) => body.type === 'absorbed')
        .map(({ actor }) => actor)
    ).toEqual([officer])
  })

  test('given a stop after the first of the two writes, then the grouper finishes it, though both are touched by a person', async () => {
    const desk = new Desk()
    await desk.receive(about('blast-1', blast, 0))
    await desk.receive(about('crash-1', crash, 5))
    const [into, from] = [of(desk, 'blast-1'), of(desk, 'crash-1')]
    await update(writerOf(desk), from.id, { at: desk.now, actor: officer, cause: 'note' }, () => [{ type: 'noted', text: '已看' }])
    await update(writerOf(desk), into.id, { at: desk.now, actor: officer, cause: 'absorb' }, (state) =>
      absorb(state, { from: from.state, reason: '一回事' }, { now: desk.now, actor: officer })
    )
    desk.restart()
    await desk.receive(about('crash-2', `转发：${crash}`, 20))
    expect(outcome(desk)).toEqual([['blast-1', 'crash-1', 'crash-2']])
  })
})

describe('a split by people', () => {
  const second = '临江区滨河路一家化工厂仓库发生爆炸，火势很大，周边学校已经停课，伤亡情况不明，多辆消防车赶到。'

  async function mixed(): Promise<Desk> {
    const desk = new Desk()
    await desk.receive(about('first-1', blast, 0), about('first-2', `转发：${blast}`, 10))
    await desk.receive(about('second-1', second, 60), about('reply-1', '是真的', 70, { parentId: 'second-1', relevant: false }))
    expect(outcome(desk)).toEqual([['first-1', 'first-2', 'reply-1', 'second-1']])
    return desk
  }

  test('given mentions of another matter, then they, the answers to them and what is near them are an incident of their own', async () => {
    const desk = await mixed()
    await tell(desk, await split(desk, of(desk, 'first-1'), 'second-1'))
    expect(outcome(desk)).toEqual([
      ['first-1', 'first-2'],
      ['reply-1', 'second-1']
    ])
    expect(desk.incidents.documents.get('inc-split')?.state).toMatchObject({ grade: 'IV', title: '另一起' })
    await desk.receive(about('second-2', `转发：${second}`, 80), about('first-3', `快看：${blast}`, 81))
    desk.restart()
    await desk.receive(about('second-3', `${second}求扩散`, 90), about('first-4', `${blast}求扩散`, 91))
    expect(outcome(desk)).toEqual([
      ['first-1', 'first-2', 'first-3', 'first-4'],
      ['reply-1', 'second-1', 'second-2', 'second-3']
    ])
  })

  test('given the word of it comes twice or is lost, then the outcome is the same', async () => {
    const desk = await mixed()
    const command = await split(desk, of(desk, 'first-1'), 'second-1')
    desk.restart()
    await desk.receive(about('second-2', `转发：${second}`, 80))
    await tell(desk, command)
    await tell(desk, command)
    expect(outcome(desk)).toEqual([
      ['first-1', 'first-2'],
      ['reply-1', 'second-1', 'second-2']
    ])
  })

  test('given a mention that links both afterwards, then they stay apart', async () => {
    const desk = await mixed()
    await tell(desk, await split(desk, of(desk, 'first-1'), 'second-1'))
    await desk.receive(about('both-1', `${blast}${second}`, 80))
    expect(desk.open()).toHaveLength(2)
  })
})
