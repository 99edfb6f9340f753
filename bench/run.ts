#!/usr/bin/env node
/** `npm run bench -- NAME`: progress on stderr, one JSON line last on stdout. */
import { existsSync, readdirSync } from 'node:fs'

const name = process.argv[2] ?? ''
const here = new URL('.', import.meta.url)
const file = new URL(`${name}.ts`, here)

if (!/^[a-z-]+$/.test(name) || name === 'run' || name.startsWith('made-') || !existsSync(file)) {
  const known = readdirSync(here)
    .filter((entry) => entry.endsWith('.ts') && entry !== 'run.ts' && !entry.startsWith('made-'))
    .map((entry) => entry.slice(0, -3))
  process.stderr.write(`用法: npm run bench -- NAME;现有: ${known.join('、')}\n`)
  process.exitCode = 2
} else {
  const { bench } = (await import(file.href)) as { bench: (say: (words: string) => void) => Promise<Readonly<Record<string, unknown>>> }
  const result = await bench((words) => void process.stderr.write(`${words}\n`))
  process.stdout.write(`${JSON.stringify({ bench: name, ...result })}\n`)
}
