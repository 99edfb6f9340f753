import { describe, expect, it } from 'vitest'
import { z } from 'zod'

const everything = z.strictObject({
  text: z.string().min(1).optional(),
  id: z
    .string()
    .regex(/^[a-z0-9-]+$/)
    .optional(),
  date: z
    .string()
    .regex(/^\d{4}$/)
    .optional(),
  count: z.number().int().positive().max(9).optional(),
  list: z.array(z.string()).min(1).max(2).optional(),
  kind: z.enum(['weibo', 'forum']).optional(),
  one: z.literal(1).optional(),
  url: z.url().optional(),
  either: z.union([z.string(), z.array(z.string())]).optional(),
  on: z.boolean().optional(),
  email: z.email().optional()
})

function reasonFor(value: unknown): string {
  const checked = everything.safeParse(value)
  return checked.success ? '' : (checked.error.issues[0]?.message ?? '')
}

describe('what does not fit a schema', () => {
  it('names no kind that is only a word of the library', () => {
    const checked = z.object({ count: z.unknown().transform(String) }).safeParse({})
    expect(checked.error?.issues[0]?.message).toBe('缺少这一项')
  })

  it.each([
    [{ text: '' }, '不能为空'],
    [{ text: 7 }, '应为文字，现为 7'],
    [{ text: null }, '应为文字，现为空'],
    [{ id: 'A b' }, '只用小写字母、数字和 -，现为“A b”'],
    [{ date: 'x' }, '写法不对，应符合 /^\\d{4}$/，现为“x”'],
    [{ count: '多' }, '应为数，现为“多”'],
    [{ count: 1.5 }, '应为整数，现为 1.5'],
    [{ count: 0 }, '应大于 0，现为 0'],
    [{ count: 10 }, '应不大于 9，现为 10'],
    [{ list: '火灾' }, '应为列表，现为“火灾”'],
    [{ list: [] }, '至少要有一项'],
    [{ list: ['a', 'b', 'c'] }, '至多 2 项'],
    [{ kind: 'wiebo' }, '应为 weibo、forum 之一，现为“wiebo”'],
    [{ one: 2 }, '应为 1，现为 2'],
    [{ url: 'x' }, '应为网址，现为“x”'],
    [{ either: 3 }, '不是这里可以写的任何一种形式'],
    [{ on: 'yes' }, '应为 true 或 false，现为“yes”'],
    [{ more: 1 }, '没有这一项：more'],
    [[], '应为若干“项: 值”，现为列表']
  ])('%j is said in Chinese', (value, reason) => {
    expect(reasonFor(value)).toBe(reason)
  })

  it('is said in Chinese where it is rare, too', () => {
    expect(reasonFor({ email: 'x' })).toMatch(/^无效电子邮件/)
  })

  it('says what is missing', () => {
    expect(z.object({ name: z.string() }).safeParse({}).error?.issues[0]?.message).toBe('缺少这一项（应为文字）')
  })

  it('leaves a schema its own words', () => {
    expect(z.string().min(2, '太短').safeParse('x').error?.issues[0]?.message).toBe('太短')
  })
})
