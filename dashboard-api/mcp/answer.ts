import { WanglouError } from '../../core/errors.ts'
import { shownText } from '../../core/shown-text.ts'

interface ToolAnswer {
  readonly [key: string]: unknown
  content: { type: 'text'; text: string }[]
  isError?: boolean
}

/** What a tool found, as JSON; a refusal of ours in its own words. What is no error of ours is for the server to hide. */
export async function toolAnswer(find: () => Promise<object>): Promise<ToolAnswer> {
  try {
    return { content: [{ type: 'text', text: shownText(JSON.stringify(await find())) }] }
  } catch (error) {
    if (!(error instanceof WanglouError)) throw error
    return { content: [{ type: 'text', text: error.message }], isError: true }
  }
}

/** Of every tool: it looks, and looks at what comes from outside. */
export const readOnly = { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false } as const
