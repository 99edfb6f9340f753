import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import { build } from 'vite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { compileHints } from '../../../../dashboard/build/compile-hints.ts'
import { earlyScript } from '../../../../dashboard/build/early-script.ts'
import { gzipFiles } from '../../../../dashboard/build/gzip-files.ts'
import { pureSchemas } from '../../../../dashboard/build/pure-schemas.ts'

const zod = path.resolve('node_modules/zod/index.js')
let folder: string

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'wanglou-build-'))
  await mkdir(path.join(folder, 'core'))
  await writeFile(
    path.join(folder, 'core', 'grade.ts'),
    `import { z } from '${zod}'
export const Grade = z.enum(['I', 'II']).nullable()
export type Grade = z.infer<typeof Grade>
export const requests = { grade: z.object({ grade: Grade, note: z.string().min(1) }) } as const
export const words = { I: '特别重大', II: '重大' } as const satisfies Record<NonNullable<Grade>, string>`
  )
})
afterEach(() => rm(folder, { recursive: true }))

/** The only file of a page with this script, as it was built. */
async function built(script: string): Promise<string> {
  await writeFile(path.join(folder, 'main.ts'), script)
  const output = { entryFileNames: 'main.js' }
  await build({
    root: folder,
    configFile: false,
    logLevel: 'silent',
    plugins: [pureSchemas(), gzipFiles()],
    build: { outDir: 'dist', rolldownOptions: { input: path.join(folder, 'main.ts'), output } }
  })
  return path.join(folder, 'dist', 'main.js')
}

describe('the build of the page', () => {
  it('takes a word from core without its schemas, and a schema with what it rests on', async () => {
    const words = await readFile(await built(`import { words } from './core/grade.ts'\nconsole.log(words.I)`), 'utf8')
    expect([words.includes('特别重大'), words.length < 500]).toEqual([true, true])
    const checked = await readFile(await built(`import { requests } from './core/grade.ts'\nconsole.log(requests.grade.safeParse({}))`), 'utf8')
    expect(checked.length).toBeGreaterThan(10_000)
  })

  it('leaves each larger text gzipped beside it, and small ones alone', async () => {
    const large = await built(`console.log(${JSON.stringify('望楼'.repeat(1000))})`)
    expect(gunzipSync(await readFile(`${large}.gz`)).toString()).toBe(await readFile(large, 'utf8'))
    await expect(readFile(`${await built('console.log(1)')}.gz`)).rejects.toThrow('ENOENT')
  })

  it('has the early script run before the others, and those of the first load compiled whole, but not what comes later', async () => {
    await writeFile(
      path.join(folder, 'index.html'),
      `<html><head><title>望楼</title></head><body><script type="module" src="/main.ts"></script></body></html>`
    )
    await writeFile(path.join(folder, 'early.ts'), `console.log('early')`)
    await writeFile(path.join(folder, 'later.ts'), `console.log('later')`)
    await writeFile(path.join(folder, 'main.ts'), `console.log(import('./later.ts'))`)
    const output = { entryFileNames: '[name].js', chunkFileNames: '[name].js' }
    const input = { index: path.join(folder, 'index.html'), early: path.join(folder, 'early.ts') }
    await build({
      root: folder,
      configFile: false,
      logLevel: 'silent',
      plugins: [compileHints(), earlyScript(['/index.html'])],
      build: { outDir: 'dist', rolldownOptions: { input, output } }
    })

    const page = await readFile(path.join(folder, 'dist', 'index.html'), 'utf8')
    expect([...page.matchAll(/<script[^>]*src="([^"]+)"/g)].map(([, src]) => src)).toEqual(['/early.js', '/index.js'])
    const first = await Promise.all(['early.js', 'index.js', 'later.js'].map((name) => readFile(path.join(folder, 'dist', name), 'utf8')))
    expect(first.map((script) => script.startsWith('//# allFunctionsCalledOnLoad\n'))).toEqual([true, true, false])
  })
})
