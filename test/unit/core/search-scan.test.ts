import { describe, expect, test } from 'vitest'
import type { StoredMention } from '../../../core/records.ts'
import { parseQuery } from '../../../core/search-grammar.ts'
import { scanMentions } from '../../../core/search-scan.ts'
import { normaliseForSearch } from '../../../core/search-text.ts'
import { SearchFilter } from '../../../core/search.ts'
import { searchCorpus } from '../../support/contract-search-corpus.ts'

const rows: readonly StoredMention[] = searchCorpus.map((one) => ({
  ...one,
  incidentId: one.mention.id === 'c01' ? 'case-1' : null,
  firstSeenAt: one.mention.observedAt,
  versions: 1,
  observations: 1
}))

describe('what a query means', () => {
  test.each([
    ['爆炸', ['c11', 'c02', 'c01', 'c08']],
    ['国家', ['c04']],
    ['火灾', ['c16', 'c18']],
    ['title:面塌', ['c10']],
    ['塌陷', ['c09', 'c10']],
    ['abc', ['c07', 'c06']],
    ['\uff21\uff22\uff23', ['c07', 'c06']],
    ['"两个空格 第二行"', ['c12']],
    ['𠮷', ['c18']],
    ['爆炸 OR 塌陷 -kind:weibo', ['c09', 'c10', 'c01', 'c08']],
    ['grade:III', ['c10', 'c01']],
    ['incident:case-1', ['c01']],
    ['author:ALICE', ['c07']],
    ['2031-03-12..2031-03-12 kind:weibo', ['c11', 'c02', 'c19']],
    ['-2031-03-01..2031-03-31', ['c05', 'c14']]
  ])('%j', (text, ids) => {
    const page = scanMentions(rows, { query: parseQuery(text), filter: SearchFilter.parse({}), limit: 100, cursor: null })
    expect(page.rows.map((row) => row.mention.id)).toEqual(ids)
    expect(page).toMatchObject({ total: ids.length, totalCapped: false, cursor: null })
  })
})

describe('normaliseForSearch', () => {
  test.each([
    ['\uff21BC\uff11\uff12\uff13', 'abc123'],
    ['爆\u200b炸', '爆炸'],
    ['一\n\n 二\t三', '一 二 三'],
    ['標題', '標題'],
    ['\ufb01', 'fi'],
    ['❤\ufe0f', '❤'],
    ['', '']
  ])('%j becomes %j', (text, normalised) => {
    expect(normaliseForSearch(text)).toBe(normalised)
  })

  test('done twice is done once', () => {
    for (const { mention } of searchCorpus) {
      const once = normaliseForSearch(`${mention.title} ${mention.text}`)
      expect(normaliseForSearch(once)).toBe(once)
    }
  })
})
