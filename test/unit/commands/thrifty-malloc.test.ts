import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'

const script = `
  const { keepMallocSmall } = await import(${JSON.stringify(new URL('../../../commands/thrifty-malloc.ts', import.meta.url).href)})
  console.log('runs', process.pid)
  keepMallocSmall()
  console.log(JSON.stringify({ pid: process.pid, arenas: process.env.MALLOC_ARENA_MAX, words: process.argv.slice(1) }))
`

async function linesOf(env: NodeJS.ProcessEnv): Promise<string[]> {
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script, 'start', '--engine=cluster'], { env })
  return stdout.trim().split('\n')
}

describe.runIf(process.platform === 'linux')('a process of a cluster', () => {
  test('begins anew once, as the same process with the same words, told how to keep memory small', async () => {
    const lines = await linesOf({ PATH: process.env['PATH'] })
    const begun = lines.filter((line) => line.startsWith('runs'))
    expect(begun).toHaveLength(2)
    expect(new Set(begun).size).toBe(1)
    expect(JSON.parse(lines.at(-1) ?? '')).toEqual({ pid: Number(begun[0]?.split(' ')[1]), arenas: '2', words: ['start', '--engine=cluster'] })
  })

  test('begins once where somebody has set it, and keeps what was set', async () => {
    const lines = await linesOf({
      PATH: process.env['PATH'],
      MALLOC_ARENA_MAX: '4',
      MALLOC_MMAP_THRESHOLD_: '65536',
      MALLOC_TRIM_THRESHOLD_: '65536'
    })
    expect(lines).toHaveLength(2)
    expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ arenas: '4' })
  })
})
