import { beforeAll, describe, expect, test } from 'vitest'
import { assessorFor, nowhereInParticular } from '../../../support/assess-knowledge.ts'

let assess: Awaited<ReturnType<typeof assessorFor>>

beforeAll(async () => {
  assess = await assessorFor(nowhereInParticular)
})

function placesOf(text: string): string[] {
  return assess({ text, source: '某站' }).places.map((place) => place.text)
}

describe('a street at the opening of a clause', () => {
  test.each([
    ['刚刚，棠枫棠路附近两车相撞。', '棠枫棠路'],
    ['有市民反映，桐柏棠路沿线堆满垃圾。', '桐柏棠路'],
    ['柳槐路与旁边小巷的路灯不亮。', '柳槐路']
  ])('is all that stands there, though the segmenter makes other words of it: %s', (text, name) => {
    expect(placesOf(text)).toContain(name)
  })

  test.each([
    ['学校门口，十字路附近堵车。', '十字路'],
    ['昨天，高速路附近起火。', '高速路'],
    ['下班后，走新街附近都是人。', '走新街'],
    ['周末，她的路附近没人。', '她的路']
  ])('is no name where it is a word, a kind of street or what somebody does: %s', (text, name) => {
    expect(placesOf(text)).not.toContain(name)
  })
})
