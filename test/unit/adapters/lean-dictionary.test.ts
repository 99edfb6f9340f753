import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { withLeanDictionary } from '../../../adapters/segmenter/lean-dictionary.ts'

test('keeps what is counted more often than by accident; the file is gone afterwards', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'wanglou-words-'))
  const dictionary = path.join(folder, 'all.utf8')
  writeFileSync(dictionary, '路灯 120 n\n市容园林委 4 n\n折算率 3 n\n台阶覆盖 3 n\n等子 2 n\n')
  let seen = ''
  let where = ''

  withLeanDictionary(dictionary, (file) => {
    where = file
    seen = readFileSync(file, 'utf8')
  })

  expect(seen.trimEnd().split('\n')).toEqual(['路灯 120 n', '市容园林委 4 n'])
  expect(existsSync(where)).toBe(false)
  rmSync(folder, { recursive: true })
})
