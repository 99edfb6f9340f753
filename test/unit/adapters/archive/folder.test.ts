import { readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { DamagedArchiveError, type PackageMark } from '../../../../core/archive/archives.ts'
import { closedMatter, filed, openArchiveDesk, type ArchiveDesk } from '../../../support/archive-desk.ts'

let desk: ArchiveDesk
beforeEach(async () => {
  desk = await openArchiveDesk()
})
afterEach(() => desk.close())

const names = async (): Promise<string[]> => (await readdir(path.join(desk.directory, 'archives'))).toSorted()

describe('the folder of archives', () => {
  it.each([
    ['two people at once', ['first', 'second'], ['fulfilled', 'rejected']],
    ['one order given twice', ['same', 'same'], ['fulfilled', 'fulfilled']]
  ])('keeps of a number that came to nothing only that it was given: %s', async (_, causes, outcomes) => {
    await closedMatter(desk)
    const both = await Promise.allSettled(causes.map((cause) => filed(desk, 'inc-1', cause)))
    expect(both.map(({ status }) => status).toSorted()).toEqual(outcomes)
    const kept = (await desk.stores.incidents.get('inc-1'))?.state.after?.filed?.package.file ?? ''
    expect(await names()).toEqual([kept, kept === '2031-0001.tar' ? '2031-0002.unused' : '2031-0001.unused'].toSorted())
    expect(await desk.archives.allot(2031)).toBe(3)
  })

  it('keeps nothing but its number of a package that could not be made', async () => {
    await closedMatter(desk)
    const broken = { ...desk, archives: { ...desk.archives, make: () => Promise.reject(new Error('no room on the disk')) } }
    await expect(filed(broken)).rejects.toThrow('no room on the disk')
    expect(await names()).toEqual(['2031-0001.unused'])
  })

  it('opens what was filed, and nothing else, also where only its root hash was noted', async () => {
    await closedMatter(desk)
    const { state } = await filed(desk)
    const whole = state.after?.filed?.package
    if (whole?.sha256 === undefined) throw new Error('not filed')
    const { sha256: _, ...old } = whole
    const bytes = await readFile(desk.file(whole.file))
    const marks: PackageMark[] = [whole, old]
    for (const mark of marks) expect((await desk.archives.open(mark))?.bytes).toBe(bytes.length)
    await writeFile(desk.file(whole.file), bytes.fill((bytes[9000] ?? 0) ^ 1, 9000, 9001))
    for (const mark of marks) await expect(desk.archives.open(mark)).rejects.toThrow(DamagedArchiveError)
  })
})
