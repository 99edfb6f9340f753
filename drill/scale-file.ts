import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import type { ClockScale } from '../core/clock.ts'
import { Instant } from '../core/instant.ts'

const ScaleFile = z.object({ realStartMs: z.number(), civilStart: Instant, speed: z.number().positive() })

function fileIn(directory: string): string {
  return path.join(directory, 'scale.json')
}

/** The drill's civil clock, as every process of the drill computes it; null before the drill began. */
export function readScale(directory: string): ClockScale | null {
  const file = fileIn(directory)
  return existsSync(file) ? ScaleFile.parse(JSON.parse(readFileSync(file, 'utf8'))) : null
}

export function writeScale(directory: string, scale: ClockScale): void {
  writeWhole(fileIn(directory), JSON.stringify(scale))
}

/** Never leaves half a file: whoever reads sees the old text or the new. */
export function writeWhole(file: string, text: string): void {
  const aside = `${file}.${process.pid}`
  writeFileSync(aside, text)
  renameSync(aside, file)
}
