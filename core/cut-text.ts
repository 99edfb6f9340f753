/** What is cut off is said where the text ends: nobody should take a part for the whole. */
export function cutText(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most)}…（原文共 ${text.length} 字，其余从略）`
}

/** Length of the whole text, in UTF-16 units, whether it was cut or not. */
export function lengthBeforeCut(text: string): number {
  const told = /…（原文共 (\d{1,12}) 字，其余从略）$/.exec(text.slice(-40))?.[1]
  return told === undefined ? text.length : Math.max(Number(told), text.length)
}
