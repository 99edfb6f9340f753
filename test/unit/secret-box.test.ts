import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { dengbao3 } from '../support/password-profiles.ts'
import { secretBoxOf } from '../../roles/secret-box.ts'

let directory: string
const warnings: string[] = []
const logger = { info: () => undefined, warn: (_: unknown, words: string) => void warnings.push(words), error: () => undefined }
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'wanglou-secret-'))
  warnings.length = 0
})
afterEach(() => rm(directory, { recursive: true, force: true }))

function boxOf(engine: 'embedded' | 'cluster', more: { secretKeyFile?: string } = {}) {
  return secretBoxOf({ config: { signIn: { passwords: dengbao3, secondFactor: [], oidc: null, ...more } }, engine, directory, logger })
}

describe('the key of the second factors', () => {
  it('is made beside the data at the first start, for its owner alone, and is the same at the next', async () => {
    const sealed = boxOf('embedded').seal('JBSWY3DPEHPK3PXP', 'person-1')
    const file = join(directory, 'secrets.key')
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect(await readFile(file, 'utf8')).toMatch(/^[0-9a-f]{64}\n$/)
    expect(boxOf('embedded').open(sealed, 'person-1')).toBe('JBSWY3DPEHPK3PXP')
    expect(warnings).toEqual([])
  })

  it('is closed to others again where it was opened, and that is told', async () => {
    boxOf('embedded')
    await chmod(join(directory, 'secrets.key'), 0o644)
    boxOf('embedded')
    expect((await stat(join(directory, 'secrets.key'))).mode & 0o777).toBe(0o600)
    expect(warnings).toHaveLength(1)
  })

  it('comes from the configuration where that names one, on any engine; what is no key is refused by name', async () => {
    const file = join(directory, 'city.key')
    await writeFile(file, `${'0f'.repeat(32)}\n`)
    expect(boxOf('cluster', { secretKeyFile: file }).open(boxOf('embedded', { secretKeyFile: file }).seal('A', 'p'), 'p')).toBe('A')
    await writeFile(file, 'secret')
    expect(() => boxOf('cluster', { secretKeyFile: file })).toThrow('signIn.secretKey: 应为 64 位十六进制数')
  })

  it('is not made on a cluster, where each machine would make its own: nothing is sealed, and who would bind is told why', () => {
    const box = boxOf('cluster')
    expect(box.keyId).toBeNull()
    expect(() => box.seal('A', 'p')).toThrow('signIn.secretKeyFile')
  })

  it('opens nothing that was changed, nor what was sealed for somebody else', () => {
    const box = boxOf('embedded')
    const sealed = box.seal('JBSWY3DPEHPK3PXP', 'person-1')
    const last = sealed.at(-3) === 'A' ? 'B' : 'A'
    expect(() => box.open(`${sealed.slice(0, -3)}${last}${sealed.slice(-2)}`, 'person-1')).toThrow('已被改动')
    expect(() => box.open(sealed, 'person-2')).toThrow('已被改动')
  })
})
