import { afterAll, expect, test } from 'vitest'
import { sha256 } from '../../../adapters/hash.ts'
import { Instant } from '../../../core/instant.ts'
import { readList, type ListToRead } from '../../../crawlers/portal/read-list.ts'
import { PortalSettings } from '../../../crawlers/portal/settings.ts'
import { startListThread } from '../../../roles/list-thread.ts'

const thread = startListThread()
afterAll(() => thread.close())

const row = (n: number): string => `<li><a href="/2026/${n}.html">临江新闻第${n}条标题𠮷</a> 11-21</li>\r\n`
const listOf = (rows: number, settings: Partial<PortalSettings> = {}): ListToRead => ({
  html: `<html><head><script>var a = "<li>"</script></head><body><ul>${Array.from({ length: rows }, (_, n) => row(n)).join('')}</ul></body></html>`,
  isCut: false,
  url: 'https://linjiang.example/list/',
  settings: { ...PortalSettings.parse({}), ...settings },
  observedAt: Instant.parse('2026-11-24T00:00:00.000Z')
})

test.each([
  ['short', 5, false],
  ['long', 1_000, false],
  ['endless', 4_000, true]
])('a %s list is read on its thread as it is read here', async (_, rows, isCut) => {
  const read = await thread.readList(listOf(rows))
  expect(read).toEqual(readList(listOf(rows), sha256))
  expect(read.found).toHaveLength(Math.min(3_000, rows))
  expect(read.isCut).toBe(isCut)
})

test('what is wrong with a selector is told', async () => {
  await expect(thread.readList(listOf(1_000, { list: { item: 'li:unheard-of(2)', link: 'a' } }))).rejects.toThrow('unheard-of')
})
