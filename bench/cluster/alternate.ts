/** The middle one. */
export function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN
}

export interface Compared {
  /** Of ours to the bare one: the median of the rounds. */
  readonly ratio: number
  readonly ours: number
  readonly bare: number
}

/** Java compiles what runs often; until then one side may be cold where the other is warm. */
const warmUpRounds = 3

/** Two rates that take turns, so that a busy machine slows both alike; which goes first changes too. The first three rounds count for nothing. */
export async function alternate(rounds: number, ours: () => Promise<number>, bare: () => Promise<number>): Promise<Compared> {
  const pairs: { ours: number; bare: number }[] = []
  for (let round = 0; round < warmUpRounds + rounds; round++) {
    const first = round % 2 === 0 ? await ours() : await bare()
    const second = round % 2 === 0 ? await bare() : await ours()
    if (round >= warmUpRounds) pairs.push(round % 2 === 0 ? { ours: first, bare: second } : { ours: second, bare: first })
  }
  return {
    ratio: median(pairs.map((pair) => pair.ours / pair.bare)),
    ours: median(pairs.map((pair) => pair.ours)),
    bare: median(pairs.map((pair) => pair.bare))
  }
}
