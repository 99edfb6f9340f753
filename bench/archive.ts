import { measureArchive } from './archive/measure.ts'

/** 归档 alone; `reports` measures it too. */
export function bench(say: (words: string) => void): Promise<Readonly<Record<string, number>>> {
  return measureArchive(say)
}
