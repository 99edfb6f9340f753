import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { catalogueState, onlyMarks } from '../../../tools/page-words/catalogue-file.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))

describe('the English of the page', () => {
  const { missing, unused, faulty } = catalogueState(root)

  it('is there for each text: else run `node tools/page-words.ts --write` and fill it in', () => {
    expect(missing.map(({ file, line, key }) => `${file}:${line}: ${key}`)).toEqual([])
  })

  it('speaks of nothing that the page no longer says', () => {
    expect(unused).toEqual([])
  })

  it('uses the values of its text, and holds no Chinese', () => {
    expect(faulty).toEqual([])
  })

  it('needs nobody for what is only marks', () => {
    expect(onlyMarks('{0}，{1}（{2}）')).toBe('{0}, {1} ({2})')
    expect(onlyMarks('{0} 条')).toBeNull()
  })
})
