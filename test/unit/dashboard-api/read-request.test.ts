import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { BadRequestError } from '../../../dashboard-api/errors.ts'
import { readRequest } from '../../../dashboard-api/read-request.ts'

const Form = z.strictObject({
  title: z.string().trim().min(1, '请填写标题'),
  people: z.array(z.strictObject({ name: z.string() })).default([])
})

function refusal(value: unknown): BadRequestError {
  try {
    readRequest(Form, value)
  } catch (error) {
    if (error instanceof BadRequestError) return error
  }
  throw new Error('it was taken')
}

describe('signs that nobody sees', () => {
  test.each([
    ['U+0000', '一\u0000二'],
    ['U+001B', '三\u001b[31m四'],
    ['U+0085', '一\u0085二'],
    ['U+202E', '四\u202e五'],
    ['U+2066', '四\u2066五'],
    ['U+2028', '一\u2028二'],
    ['U+FFFE', '一\ufffe二'],
    ['U+E0041', '一\u{e0041}二'],
    ['U+D83D', '七\ud83d八']
  ])('%s is refused, the field and the sign are named', (sign, title) => {
    const { message, fields } = refusal({ title, people: [] })
    expect(message).toContain('标题')
    expect(message).toContain(sign)
    expect(fields).toEqual([{ path: 'title', message: expect.stringContaining(sign) as string }])
  })

  test('each field that has one is named, however deep it lies', () => {
    const { fields } = refusal({ title: '一\u0000', people: [{ name: '甲' }, { name: '乙\u202e' }] })
    expect(fields.map(({ path }) => path)).toEqual(['title', 'people.1.name'])
  })

  test('by its name, with the place of the sign, and no word of the machine', () => {
    expect(refusal({ title: '死亡\u202e21\u202c人', people: [] }).message).toBe('标题第 2 个字后有看不见的控制字符（U+202E），请删去后再提交')
    expect(refusal({ title: '\u202e21', people: [] }).message).toBe('标题开头有看不见的控制字符（U+202E），请删去后再提交')
  })

  test.each(['\u200b', '\ufeff', '\u2060', '\u00ad', '\u200e', '\u200f', '\u061c', '\u200d', '\u200c', '\u3164'])(
    'what copying leaves behind is left out (case %#)',
    (sign) => {
      expect(readRequest(Form, { title: `通${sign}报`, people: [{ name: `${sign}甲` }] })).toEqual({ title: '通报', people: [{ name: '甲' }] })
    }
  )

  test('a text of nothing else is none', () => {
    expect(refusal({ title: '\u200b\u200d \ufeff' }).fields).toEqual([{ path: 'title', message: '请填写标题' }])
  })

  test.each(['👨‍👩‍👧', '👩🏽‍🚀', '❤️‍🔥', '🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}', 'ئۇيغۇر\u200cچە', '葛\u{e0100}'])(
    'what holds %s together stays',
    (title) => {
      expect(readRequest(Form, { title }).title).toBe(title)
    }
  )

  test('line ends and tabs stay, and markup and formulas are text', () => {
    const title = '一\r\n二\t<b>=1+1</b>'
    expect(readRequest(Form, { title }).title).toBe(title)
  })

  test('a password is what it is', () => {
    expect(readRequest(z.object({ password: z.string() }), { password: 'a\u200b\u0001b' })).toEqual({ password: 'a\u200b\u0001b' })
  })

  test('a value deeper than any form is left to the schema', () => {
    const deep: unknown = JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`)
    expect(refusal({ title: deep }).fields[0]?.path).toBe('title')
  })
})
