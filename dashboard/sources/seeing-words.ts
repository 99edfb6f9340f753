import type { SourceTally } from '../../core/source-tally.ts'

/** Every figure, for screens that tell how the system does: zeros of what must not be overlooked stand there too. */
export function seeingWords({ seen, blind, unsteady, never, paused }: SourceTally): string {
  const rest = [...(never > 0 ? [`尚未抓取 ${never}`] : []), ...(paused > 0 ? [`已暂停 ${paused}`] : [])]
  return [`看得到 ${seen}`, `看不到 ${blind}`, `不稳 ${unsteady}`, ...rest].join('，')
}

/** Head of the list: what cannot be seen, or that all that is watched can; what is paused is never among what is seen. */
export function listHeadWords(tally: SourceTally): string {
  const { watched, seen, paused } = tally
  const resting = paused > 0 ? [`${paused} 个已暂停`] : []
  if (watched === 0) return ['没有在采集的源', ...resting].join('，')
  if (seen === watched) return [`${seen} 个都看得到`, ...resting].join('，')
  return `${[...unseenWords(tally), ...resting].join('，')}：这些渠道上的事，系统现在不知道`
}

function unseenWords({ blind, unsteady, never }: SourceTally): string[] {
  return [...(blind > 0 ? [`${blind} 个看不到`] : []), ...(unsteady > 0 ? [`${unsteady} 个不稳`] : []), ...(never > 0 ? [`${never} 个尚未抓取`] : [])]
}
