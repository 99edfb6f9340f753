import { z } from 'zod'
import { NodeAddress } from './cluster.ts'

/**
 * 起草助手. Absent: off. What the public wrote is sent to `url`; an office that may not let it leave names a server of its own.
 */
export const AssistantSettings = z.strictObject({
  /** Base of an OpenAI-compatible API, up to and without `/chat/completions`. */
  url: NodeAddress,
  model: z.string().min(1),
  /** Variable of the environment that holds the key; left out where the server asks for none. */
  keyEnv: z.string().min(1).optional(),
  timeoutSeconds: z.number().positive().max(600).default(60),
  /** Newest mentions that a draft may cite. */
  mostMentions: z.number().int().min(1).max(50).default(20)
})
export type AssistantSettings = z.infer<typeof AssistantSettings>
