import { spawnSync } from 'node:child_process'
import { cpSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const project = path.resolve(import.meta.dirname, '../..')
const workingFolders = ['crawlers', 'pipeline', 'alerting', 'dashboard-api']

/** Folders of the project that a folder's files may import from. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  core: ['core'],
  adapters: ['adapters', 'core'],
  config: ['config', 'core'],
  ...Object.fromEntries(workingFolders.map((folder) => [folder, [folder, 'core']]))
}

function importsOf(file: string): string[] {
  const text = readFileSync(path.join(project, file), 'utf8')
  return [...text.matchAll(/(?:\bfrom |import\()\s*'([^']+)'/g)].map((match) => match[1] ?? '')
}

describe.each(Object.entries(allowed))('%s', (folder, mayImport) => {
  const files = globSync(`${folder}/**/*.ts`, { cwd: project })

  it('has files to look at', () => {
    expect(files.length).toBeGreaterThan(0)
  })

  it(`imports of this project only ${mayImport.join(' and ')}`, () => {
    const strays = files.flatMap((file) =>
      importsOf(file)
        .filter((name) => name.startsWith('.'))
        .map((name) => ({ file, target: path.relative(project, path.resolve(project, path.dirname(file), name)) }))
        .filter(({ target }) => !mayImport.includes(target.split(path.sep)[0] ?? ''))
    )
    expect(strays).toEqual([])
  })
})

describe('core', () => {
  it('imports no package but zod, and neither reads the clock nor throws dice', () => {
    for (const file of globSync('core/**/*.ts', { cwd: project })) {
      const packages = importsOf(file).filter((name) => !name.startsWith('.'))
      const impure = /Date\.now\(|new Date\(\)|Math\.random\(/.exec(readFileSync(path.join(project, file), 'utf8'))
      expect({ file, packages, impure }).toEqual({ file, packages: packages.filter((name) => name === 'zod'), impure: null })
    }
  })
})

describe('a thread of the database', () => {
  /** What a file loads when it runs: types are not there then. */
  function loadedBy(file: string, loaded: Set<string> = new Set()): Set<string> {
    if (loaded.has(file)) return loaded
    loaded.add(file)
    const text = readFileSync(path.join(project, file), 'utf8')
    for (const [, name = ''] of text.matchAll(/^import (?!type )[^;]*?from '([^']+)'/gm)) {
      if (name.startsWith('.')) loadedBy(path.join(path.dirname(file), name), loaded)
      else loaded.add(name)
    }
    return loaded
  }

  it.each(['reader', 'writer'])('that is the %s loads few modules: each folder that is opened starts some', (which) => {
    const loaded = loadedBy(`adapters/embedded/${which}-worker.ts`)
    expect(loaded).toContain('adapters/embedded/notices.ts')
    expect(loaded.size).toBeLessThan(60)
  })

  it.each(['reader', 'writer'])('that is the %s loads no zod', (which) => {
    expect(loadedBy(`adapters/embedded/${which}-worker.ts`)).not.toContain('zod')
  })
})

describe('the lint rule', () => {
  let folder = ''
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'wanglou-lint-'))
    const config = JSON.parse(readFileSync(path.join(project, '.oxlintrc.json'), 'utf8')) as { options: unknown; $schema: unknown }
    delete config.options
    delete config.$schema
    writeFileSync(path.join(folder, '.oxlintrc.json'), JSON.stringify(config))
    for (const name of ['crawlers', 'pipeline', 'core']) mkdirSync(path.join(folder, name))
    cpSync(path.join(project, 'core/instant.ts'), path.join(folder, 'core/instant.ts'))
    writeFileSync(path.join(folder, 'pipeline/run.ts'), 'export const run = 1\n')
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  function lint(text: string): { status: number | null; said: string } {
    writeFileSync(path.join(folder, 'crawlers/visit.ts'), text)
    const { status, stdout } = spawnSync(path.join(project, 'node_modules/.bin/oxlint'), ['crawlers'], { cwd: folder, encoding: 'utf8' })
    return { status, said: stdout }
  }

  it('fails when a crawler imports the pipeline', () => {
    const { status, said } = lint("import { run } from '../pipeline/run.ts'\n\nexport const visit = run\n")
    expect(status).toBe(1)
    expect(said).toContain('the working folders meet in core and in the log')
  })

  it('passes when it imports core', () => {
    expect(lint("import { minuteMs } from '../core/instant.ts'\n\nexport const visit = minuteMs\n").status).toBe(0)
  })
})
