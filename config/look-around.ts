/**
 * RE2 has no look-around. What a pattern keeps from its edges, or asks for there, is taken into the match instead: whether it
 * matches is the same, only the place is wider. So 中国 not behind 发展 is 中国 behind a line's start, behind anything but 展, or
 * behind 展 that is not behind 发.
 */
export function withoutEdgeLooks(pattern: string): string {
  const behind = /^\(\?<([!=])((?:[^()\\]|\\[\s\S])*)\)/.exec(pattern)
  const start = behind === null ? '' : lookBehind(behind[1] === '!', behind[2] ?? '')
  const rest = start === null ? pattern : pattern.slice(behind?.[0].length ?? 0)
  const ahead = /\(\?([!=])((?:[^()\\]|\\[\s\S])*)\)$/.exec(rest)
  const end = ahead === null ? '' : lookAhead(ahead[1] === '!', ahead[2] ?? '')
  const middle = end === null ? rest : rest.slice(0, rest.length - (ahead?.[0].length ?? 0))
  return `${start ?? ''}${middle}${end ?? ''}`.replace(/\\u([0-9a-fA-F]{4})/g, (_, code: string) => `\\x{${code}}`)
}

function lookBehind(isNegative: boolean, inner: string): string | null {
  if (!isNegative) return `(?:${inner})`
  const steps = stepsOf(inner)
  return steps === null ? null : steps.reduce((before, step) => (before === '' ? `(?:^|${step.not})` : `(?:^|${step.not}|${before}${step.is})`), '')
}

function lookAhead(isNegative: boolean, inner: string): string | null {
  if (!isNegative) return `(?:${inner})`
  const steps = stepsOf(inner)
  return steps === null ? null : steps.reduceRight((after, step) => (after === '' ? `(?:${step.not}|$)` : `(?:${step.not}|$|${step.is}${after})`), '')
}

interface Step {
  readonly is: string
  readonly not: string
}

/** One step a character or class; null for what is more than a row of them. Alternatives of one character each are a class. */
function stepsOf(inner: string): Step[] | null {
  const alternatives = inner.split('|')
  if (alternatives.length > 1) {
    return alternatives.every((one) => /^[^\\[\]^$.*+?{}-]$/u.test(one))
      ? [{ is: `[${alternatives.join('')}]`, not: `[^${alternatives.join('')}]` }]
      : null
  }
  const steps: Step[] = []
  const step = /\[([^\]^][^\]]*)\]|\\([wd])|([^\\[\]^$.*+?{}|])/suy
  while (step.lastIndex < inner.length) {
    const [, characters, kind, character] = step.exec(inner) ?? []
    if (characters !== undefined) steps.push({ is: `[${characters}]`, not: `[^${characters}]` })
    else if (kind !== undefined) steps.push({ is: `\\${kind}`, not: `\\${kind.toUpperCase()}` })
    else if (character !== undefined) steps.push({ is: character, not: `[^${character}]` })
    else return null
  }
  return steps.length === 0 ? null : steps
}
