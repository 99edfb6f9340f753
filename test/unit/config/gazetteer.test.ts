import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { readGazetteer } from '../../../config/gazetteer.ts'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'gazetteer-'))
  await writeFile(path.join(folder, 'divisions.tsv'), '12\t天津市\n120101\t和平区\n120116\t滨海新区\n120102007\t唐家口街道\n120111100\t杨柳青镇\n')
})

test('a division goes by its name, its short name and its landmarks', async () => {
  await writeFile(path.join(folder, 'landmarks.tsv'), '# a comment\n120116\t塘沽 汉沽\n')

  expect(await readGazetteer(folder)).toContainEqual({ code: '120116', name: '滨海新区', level: 'district', aliases: ['滨海', '塘沽', '汉沽'] })
})

test('a short name that is an ordinary word is none', async () => {
  expect((await readGazetteer(folder)).find(({ code }) => code === '120101')).toMatchObject({ aliases: [], bare: ['和平'] })
})

test('a third column says that names count near us alone, or at the head of a report too', async () => {
  await writeFile(path.join(folder, 'landmarks.tsv'), '120116\t塘沽\n120116\t洋货路 新港\tnear\n120116\t大港\tlead\n')

  expect((await readGazetteer(folder)).find(({ code }) => code === '120116')).toMatchObject({
    aliases: ['滨海', '塘沽'],
    shared: ['洋货路', '新港'],
    bare: ['大港']
  })
})

test('the papers of a division stand in media.tsv', async () => {
  await writeFile(path.join(folder, 'media.tsv'), '# a comment\n12\t津沽日报 津沽晚报\n')

  expect((await readGazetteer(folder)).find(({ code }) => code === '12')?.media).toEqual(['津沽日报', '津沽晚报'])
})

test('a paper of a division that is not there is refused with its line', async () => {
  await writeFile(path.join(folder, 'media.tsv'), '99\t某地日报\n')

  await expect(readGazetteer(folder)).rejects.toThrow('media.tsv:1')
})

test.each([
  ['120102007', ['唐家口街', '唐家口']],
  ['120111100', ['杨柳青']]
])('the street %s is also %j', async (code, aliases) => {
  expect((await readGazetteer(folder)).find((entry) => entry.code === code)?.aliases).toEqual(aliases)
})

test.each([
  ['no tab', '120116 塘沽\n', ':1'],
  ['a name of one character', '120116\t塘\n', ':1'],
  ['a third column that says nothing', '120116\t塘沽\tsometimes\n', ':1'],
  ['a division that is not there', '# comment\n990101\t某地\n', ':2']
])('a landmark with %s is refused with its line', async (_, text, line) => {
  await writeFile(path.join(folder, 'landmarks.tsv'), text)

  await expect(readGazetteer(folder)).rejects.toThrow(`landmarks.tsv${line}`)
})
