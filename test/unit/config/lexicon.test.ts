import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { readLexicon } from '../../../config/lexicon.ts'

const shipped = new URL('../../../config/lexicon', import.meta.url).pathname

function copyWith(change: (yaml: string) => string): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'lexicon-'))
  cpSync(shipped, folder, { recursive: true })
  const file = path.join(folder, 'sentiment.yaml')
  writeFileSync(file, change(readFileSync(file, 'utf8')))
  return folder
}

test('words may be typed with blanks between, over several lines', async () => {
  const { sentiment } = await readLexicon(shipped)

  expect(sentiment.groups.find(({ id }) => id === 'joy')?.words).toEqual(expect.arrayContaining(['开心', '喜悦']))
  expect(sentiment.negations).toContain('没有')
  for (const { words } of sentiment.groups) for (const word of words) expect(word).not.toMatch(/\s/)
})

test('a word in two groups is refused, with its name and theirs', async () => {
  const folder = copyWith((yaml) => yaml.replace(/(id: fear[\s\S]*?words: >-\n)/, '$1        开心\n'))

  await expect(readLexicon(folder)).rejects.toThrow(/sentiment\.yaml:\d+:\d+ sentiment\.groups\S*: 「开心」既在 (joy 组又在 fear|fear 组又在 joy) 组/)
})

test('a mistake in a group names file, line, column and field', async () => {
  const folder = copyWith((yaml) => yaml.replace('weight: -2.2', 'weight: -22'))

  await expect(readLexicon(folder)).rejects.toThrow(/sentiment\.yaml:\d+:\d+ sentiment\.groups\.\d+\.weight: 应/)
})
