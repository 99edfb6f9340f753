import { describe, expect, test } from 'vitest'
import { sha256 } from '../../../adapters/hash.ts'
import { acknowledge } from '../../../core/incident/acknowledge.ts'
import { dismiss } from '../../../core/incident/dismiss.ts'
import type { IncidentDocument, IncidentState } from '../../../core/incident/state.ts'
import { update, type Decision } from '../../../core/incident/update.ts'
import { Desk } from '../../support/group-desk.ts'
import { told } from '../../support/group-mentions.ts'
import { analyst, at } from '../../support/incidents.ts'

const blast = '3月12日8时许，临江区滨河路一化工厂发生爆炸，现场浓烟滚滚，附近居民已经疏散，消防救援人员正在处置。'
const smoke = '滨河路方向火光冲天，消防车来了好几辆，1人受伤'
const older = told({ id: 'older', text: blast, minute: 0, eventType: '爆炸', spots: ['滨河路'], deaths: 3 })
const younger = told({ id: 'younger', text: smoke, minute: 5, eventType: '火灾', injuries: 1, terms: ['消防车', '火光'] })
const both = told({ id: 'both', text: `${blast}另据网友：${smoke}`, minute: 50, eventType: '爆炸', spots: ['滨河路'], deaths: 3 })

/** Two incidents, and a person who acts on one of them just as the machine has written its `absorbed` or is about to. */
async function race(when: 'before absorbed' | 'after absorbed', whom: 'older' | 'younger', act: (state: IncidentState) => Decision): Promise<Desk> {
  const desk = new Desk()
  await desk.receive(older)
  await desk.receive(younger)
  const id = desk.open().find(({ state }) => state.foundingMentionId === whom)?.id ?? ''
  const put = desk.incidents.put.bind(desk.incidents)
  const writer = { store: { ...bound(desk), put }, sha256, announce: () => Promise.resolve() }
  let acted = false
  desk.incidents.put = async (document, expectedVersion) => {
    const absorbs = document.events.at(-1)?.body.type === 'absorbed' && !acted
    acted ||= absorbs
    const person = () => update(writer, id, { at: desk.now, actor: analyst, cause: 'person' }, act)
    if (absorbs && when === 'before absorbed') await person()
    await put(document, expectedVersion)
    if (absorbs && when === 'after absorbed') await person()
  }
  await desk.receive(both)
  if (!acted) throw new Error('no merge was begun')
  return desk
}

function bound({ incidents }: Desk) {
  return { get: incidents.get.bind(incidents), list: incidents.list.bind(incidents), openIds: incidents.openIds.bind(incidents) }
}

function of(desk: Desk, founder: string): IncidentDocument | undefined {
  return [...desk.incidents.documents.values()].find(({ state }) => state.foundingMentionId === founder)
}

describe('a person acts while the machine merges', () => {
  test('given the older one is dismissed meanwhile, then the younger is not merged into what has ended', async () => {
    const desk = await race('before absorbed', 'older', (state) => dismiss(state, { reason: '误报' }, { now: at('10:00'), actor: analyst }))
    expect(of(desk, 'older')?.state).toMatchObject({ status: 'dismissed', absorbed: [] })
    expect(of(desk, 'younger')?.state.status).toBe('open')
  })

  test('given the younger one is acknowledged meanwhile, then it stays, and keeps its mentions after a restart', async () => {
    const desk = await race('after absorbed', 'younger', (state) => acknowledge(state, { note: '' }, { now: at('10:00'), actor: analyst }))
    expect(of(desk, 'younger')?.state).toMatchObject({ status: 'open', mergedInto: null })
    desk.restart()
    await desk.receive({ ...younger, mention: { ...younger.mention, observedAt: desk.now } })
    expect(desk.mentions.rows.get('younger')?.incidentId).toBe(of(desk, 'younger')?.id)
    expect(desk.mentions.rows.get('older')?.incidentId).toBe(of(desk, 'older')?.id)
  })

  test('given nobody acts, then they are merged', async () => {
    const desk = await race('after absorbed', 'younger', () => [])
    expect(of(desk, 'younger')?.state.mergedInto).toBe(of(desk, 'older')?.id)
  })
})
