import { expect, test } from 'vitest'
import { mentionLine } from '../../../commands/search.ts'
import { mentionOf } from '../../support/mention.ts'

test('a line of what was found says what is 正文待核', () => {
  const found = mentionOf({ title: '停水通知', source: '临江发布', url: 'https://linjiang.example/1', publishedAt: null })
  expect(mentionLine(found)).toBe('时间不详\t临江发布\t停水通知\thttps://linjiang.example/1')
  expect(mentionLine({ ...found, doubtful: true, url: null })).toBe('时间不详\t临江发布\t【正文待核】停水通知\tm1')
})
