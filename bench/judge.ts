import { CannotScoreError, fallen, score, type Measured } from './judge/scorer.ts'

/**
 * The judgement on the labelled sets: one JSON line a measure on stdout, each beside its peer's figures and with the floors that
 * fell, then what all of them come to.
 */
export async function bench(say: (words: string) => void): Promise<Readonly<Record<string, unknown>>> {
  const taken: { readonly measured: Measured; readonly fell: readonly string[] }[] = []
  try {
    await score((measured) => {
      const fell = fallen(measured)
      taken.push({ measured, fell })
      process.stdout.write(`${JSON.stringify({ ...measured, fell })}\n`)
    })
  } catch (error) {
    if (!(error instanceof CannotScoreError)) throw error
    say(`跳过：${error.message}`)
    return { skipped: error.message }
  }
  return {
    measures: taken.length,
    beats: taken.filter(({ measured }) => measured.beats === true).length,
    below: taken.filter(({ measured }) => measured.beats === false).map(({ measured: { measure, set } }) => `${measure} ${set}`),
    fell: taken.flatMap(({ fell }) => fell)
  }
}
