import { InvalidInputError } from './errors.ts'

/** Why `JSON.parse` or our own reading refused a line, with the column where the parser tells it. */
export function jsonFault(error: unknown): string {
  if (error instanceof InvalidInputError) return error.message
  const message = error instanceof Error ? error.message : ''
  const position = /at position (\d+)/.exec(message)?.[1]
  if (position !== undefined) return `不是 JSON：第 ${Number(position) + 1} 列起写法不对`
  return message.includes('end of JSON') ? '不是 JSON：没有写完就到了行末' : '不是 JSON'
}
