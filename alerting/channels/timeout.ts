import { z } from 'zod'

/** A try must end well inside the outbox's lease of 10 s, else the row is handed out while the first try still runs. */
export const timeoutMs = z.number().int().min(100).max(8000).default(8000)
