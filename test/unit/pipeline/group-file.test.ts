import { beforeAll, describe, expect, test } from 'vitest'
import { sha256 } from '../../../adapters/hash.ts'
import type { AssessedMention } from '../../../core/ports.ts'
import { groupMentions } from '../../../pipeline/group-file.ts'
import { Desk } from '../../support/group-desk.ts'
import { told } from '../../support/group-mentions.ts'

const notice = (street: string, deaths: number): string =>
  `今天8时许，${street}一餐馆发生燃气爆炸，造成${deaths}人死亡。消防、应急、公安等部门赶赴现场处置，事故原因正在调查。`
const east = told({ id: 'east', text: notice('东城区长虹路', 3), minute: 0, eventType: '爆炸', spots: ['长虹路'], deaths: 3, occurredHour: 8 })
const repost = told({
  id: 'repost',
  text: `转：${notice('东城区长虹路', 3)}`,
  minute: 5,
  eventType: '爆炸',
  spots: ['长虹路'],
  deaths: 3,
  occurredHour: 8
})
const west = told({ id: 'west', text: notice('西城区文昌街', 4), minute: 9, eventType: '爆炸', spots: ['文昌街'], deaths: 4, occurredHour: 8 })
const answer = told({ id: 'answer', text: '愿平安', minute: 10, parentId: 'east', relevant: false })
const weather = told({ id: 'weather', text: '今天天气晴好', minute: 11, relevant: false })
const all = [east, repost, west, answer, weather]

function partition(items: readonly AssessedMention[], everything = false): Record<string, string | null> {
  const lines = groupMentions(items, { all: everything, sha256 })
  return Object.fromEntries(
    lines.map(({ id, incidentId }) => [id, lines.find((line) => line.incidentId !== null && line.incidentId === incidentId)?.id ?? null])
  )
}

describe('a file', () => {
  let desk: Desk

  beforeAll(async () => {
    desk = new Desk()
    await desk.receive(...all)
  })

  test('is grouped as the desk groups: notices of one form from two streets stay apart, an answer joins what it answers', () => {
    expect(partition(all)).toEqual({ east: 'east', repost: 'east', west: null, answer: 'east', weather: null })
    expect(new Set(desk.open().map((document) => desk.membersOf(document).join(' ')))).toEqual(new Set(['answer east repost', 'west']))
  })

  test('says why of every line', () => {
    expect(groupMentions(all, { all: false, sha256 }).map(({ id, relevant, reason }) => [id, relevant, reason])).toEqual([
      ['east', true, '此事件的第一条'],
      ['repost', true, expect.stringMatching(/^与 east 相连：文字相似度 \d+%$/)],
      ['west', true, '没有与它相连的信息，自成一个事件'],
      ['answer', false, '与 east 相连：回复或转发'],
      ['weather', false, '不相关，不归并（要一并归并，加 --all）']
    ])
  })

  test('with everything is grouped by its wording', () => {
    expect(partition(all, true)).toMatchObject({ east: 'east', repost: 'east', west: 'east' })
  })
})
