import { copyFile, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkBackup, listBackups, makeBackup, restoreBackup } from '../../../../adapters/embedded/backup.ts'
import { openEmbedded } from '../../../../adapters/embedded/open.ts'
import { machine } from '../../../../core/actor.ts'
import type { Stores } from '../../../../core/ports.ts'
import { at } from '../../../support/incidents.ts'
import { HandClock } from '../../../support/api-app.ts'

let root: string
let data: string
let shelf: string
let stores: Stores & { close(): Promise<void> }
let evidence: string
const clock = new HandClock()

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'wanglou-backup-'))
  data = path.join(root, 'data')
  shelf = path.join(root, 'shelf')
  stores = await openEmbedded({ directory: data, clock, lock: true, oneReader: true })
  await note('one')
  evidence = await stores.evidence.put(Buffer.from('页面'), { url: null, contentType: 'text/plain', at: at('09:00') })
})
afterAll(async () => {
  await stores.close()
  await rm(root, { recursive: true, force: true })
})

const note = (subject: string): Promise<void> =>
  stores.audit.append([{ at: at('09:00'), actor: machine('cli'), action: 'audit.verify', subject, detail: '' }])
const about = (id: string, time: string) => ({ id, at: at(time), by: '值班员', version: '0' })

describe('a backup of a running system', () => {
  it('is what stood there when it was made, and is listed newest first', async () => {
    const first = await makeBackup(data, shelf, about('first', '09:00'))
    await note('two')
    const second = await makeBackup(data, shelf, about('second', '10:00'))
    expect([first.auditHead.seq, second.auditHead.seq, second.evidence.files]).toEqual([1, 2, 1])
    expect((await listBackups(shelf)).map(({ id }) => id)).toEqual(['second', 'first'])
    expect(await checkBackup(shelf, 'first', at('11:00'))).toEqual({ at: at('11:00'), evidence: 1, faults: [] })
  })

  it('is restored into an empty folder alone, with everything in it', async () => {
    const again = path.join(root, 'again')
    await restoreBackup(shelf, 'first', again, at('11:00'))
    const restored = await openEmbedded({ directory: again, clock, lock: true, oneReader: true })
    expect((await restored.audit.read(0, 10)).map(({ subject }) => subject)).toEqual(['one'])
    expect(Buffer.from((await restored.evidence.get(evidence))?.bytes ?? []).toString()).toBe('页面')
    await restored.close()
    await expect(restoreBackup(shelf, 'first', again, at('11:00'))).rejects.toThrow('已有望楼的数据')
    await expect(restoreBackup(shelf, 'none', path.join(root, 'new'), at('11:00'))).rejects.toThrow('没有备份 none')
    await expect(restoreBackup(shelf, '../shelf/first', path.join(root, 'new'), at('11:00'))).rejects.toThrow('没有备份')
  })

  it('that was changed is named as damaged, and is not restored', async () => {
    const file = path.join(shelf, 'evidence', evidence.slice(0, 2), evidence)
    await writeFile(file, '别的')
    expect((await checkBackup(shelf, 'second', at('11:00'))).faults).toEqual([`证据 ${evidence.slice(0, 16)}… 与其哈希不符`])
    await writeFile(file, '页面')
    await writeFile(path.join(shelf, 'second', 'wanglou.db'), 'x')
    expect((await checkBackup(shelf, 'second', at('11:00'))).faults).toEqual(['数据库文件与备份时的校验值不符'])
    const target = path.join(root, 'damaged')
    await expect(restoreBackup(shelf, 'second', target, at('11:00'))).rejects.toThrow('已损坏，没有恢复')
    expect(await readdir(target).catch(() => [])).toEqual([])
  })

  it('that could not be made leaves nothing behind', async () => {
    await expect(makeBackup(path.join(root, 'nowhere'), shelf, about('broken', '12:00'))).rejects.toThrow(/nowhere|ENOENT|unable to open/)
    expect((await readdir(shelf)).includes('broken')).toBe(false)
  })

  it('is refused where evidence cannot be read, and lacks none in silence', async () => {
    const unreadable = path.join(root, 'unreadable')
    await mkdir(unreadable)
    await copyFile(path.join(data, 'wanglou.db'), path.join(unreadable, 'wanglou.db'))
    await writeFile(path.join(unreadable, 'evidence'), 'a file where a folder belongs')
    await expect(makeBackup(unreadable, shelf, about('lacking', '13:00'))).rejects.toThrow('ENOTDIR')
    expect((await readdir(shelf)).includes('lacking')).toBe(false)
  })

  it('whose manifest is damaged hides no other, and says so by its name', async () => {
    await mkdir(path.join(shelf, 'torn'))
    await writeFile(path.join(shelf, 'torn', 'backup.json'), '{')
    expect((await listBackups(shelf)).map(({ id }) => id)).toEqual(['second', 'first'])
    await expect(checkBackup(shelf, 'torn', at('11:00'))).rejects.toThrow('备份 torn 的清单 backup.json 已损坏')
  })
})
