import { describe, expect, it } from 'vitest'
import { ComparedTextError, tagWords } from '../../../tools/page-words/tag-words.ts'

const tagged = (code: string): string => tagWords(code, 'ts').tagged?.toString() ?? code
const keys = (code: string): string[] => tagWords(code, 'ts').words.map(({ key }) => key)

describe('tagging the texts of the page', () => {
  it('puts the tag before a string and before a template, and leaves what is no Chinese', () => {
    expect(tagged(`const a = '签收', b = 'desk'`)).toBe("const a = __word`签收`, b = 'desk'")
    expect(tagged('const a = `第 ${n} 条`')).toBe('const a = __word`第 ${n} 条`')
  })

  it('makes one text of a chain of +, as the compiler of components writes text with values', () => {
    expect(tagged(`_t(" 共 " + show(n) + " 条，" + show(m) + " 件 ")`)).toBe('_t(__word` 共 ${show(n)} 条，${show(m)} 件 `)')
    expect(keys(`_t(" 共 " + show(n) + " 条，" + show(m) + " 件 ")`)).toEqual(['共 {0} 条，{1} 件'])
  })

  it('adds numbers before it makes a text of their sum', () => {
    expect(tagged(`a + b + '条'`)).toBe('__word`${a + b}条`')
    expect(tagged(`'共' + (a + b) + '条'`)).toBe('__word`共${(a + b)}条`')
  })

  it('finds texts within the values of a text', () => {
    expect(keys("`共 ${n} 条${more ? `，另有 ${more} 条` : '。'}`")).toEqual(['，另有 {0} 条', '。', '共 {0} 条{1}'])
    expect(tagged("`共 ${more ? `另 ${n}` : ''}`")).toBe("__word`共 ${more ? __word`另 ${n}` : ''}`")
  })

  it('says the same as before when the tag only joins', () => {
    const join = (texts: TemplateStringsArray, ...values: unknown[]): string => String.raw({ raw: texts }, ...values)
    const code = "[1 + 2 + '条', `「${'`'}」\\n${'$'}{}`, '反斜杠\\\\和`', '第 ' + 3 + ' 条' + ['一', '二'].join('、')]"
    // oxlint-disable-next-line typescript/no-implied-eval -- the code under test is text
    const run = (text: string): unknown => new Function('__word', `return ${text}`)(join)
    expect(run(tagged(code))).toEqual(run(code))
  })

  it('leaves names of fields, types, modules and tagged texts alone', () => {
    for (const code of [
      "const a = { '标题': 1, 事件: 2 }",
      "type A = '甲' | '乙'",
      "import a from './甲.ts'",
      'const a = raw`甲`',
      'const a = /全部|甲/u'
    ]) {
      expect(tagged(code)).toBe(code)
    }
    expect(tagged("const a = { b: '甲' } as const satisfies Record<'甲', '乙'>")).toBe(
      "const a = { b: __word`甲` } as const satisfies Record<'甲', '乙'>"
    )
  })

  it.each([
    "a === '全部'",
    "switch (a) { case '全部': break }",
    "a.includes('、')",
    "a.split('，')",
    "map.get('甲')",
    'a.startsWith(`第 ${n}`)',
    "'甲' in a"
  ])('refuses a text that is held against something: %s', (code) => {
    expect(() => tagWords(code, 'ts')).toThrow(ComparedTextError)
  })
})
